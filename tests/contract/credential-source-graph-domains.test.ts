import { graphDomains } from '../../lib/adapters/graph/domains-source.ts';
import { sha256 } from '../../lib/adapters/system/sha256.ts';
import { systemClock } from '../../lib/adapters/system/system-clock.ts';
import { DENIAL, OUTAGE, runGraph } from '../support/graph-stand-in.ts';
import { credentialSourceContract } from './credential-source.contract.ts';

credentialSourceContract('the federated domains of Graph', async () => {
  const graph = await runGraph();
  const { domains, partnerFederations, tokenLifetimePolicies, principals } = graph.entra.tenant;
  const provisioning = Array.from({ length: principals }, (_, index) => index)
    .filter((index) =>
      graph.entra.tenant.provisioningOf(index).some((job) => !JSON.stringify(job).includes('NotConfigured')),
    )
    .map((index) => graph.entra.tenant.principalObjectAt(index).id);
  const [partner] = partnerFederations as readonly { readonly id: string }[];
  const [longer] = tokenLifetimePolicies;
  return {
    source: graphDomains({
      client: graph.client(),
      tenant: graph.tenant,
      digest: sha256,
      clock: systemClock,
      provisioning: true,
    }),
    nativeIds: [
      ...domains.flatMap(({ domain, federation }) =>
        federation === undefined ? [] : [`domains/${domain.id}`],
      ),
      `external-federations/${partner!.id}`,
      `token-lifetime-policies/${longer!.id}`,
      ...provisioning.map((id) => `provisioning/${id}`),
    ],
    missing: 'domains/never.northwind.example',
    unread: 'domains/labs.northwind.example/nextSigningCertificate',
    values: [],
    goAway: () => {
      graph.fault(OUTAGE);
    },
    deny: () => {
      graph.fault(DENIAL);
    },
    comeBack: graph.comeBack,
    stop: graph.stop,
  };
});
