import { graphSigningCertificates } from '../../lib/adapters/graph/signing-certificates.ts';
import { instantOfMs } from '../../lib/domain/time.ts';
import { PRINCIPAL_ROSTER } from '../../local/entra/tenant/roster-principals.ts';
import { DENIAL, OUTAGE, runGraph } from '../support/graph-stand-in.ts';
import { signingCertificatesContract } from './signing-certificates.contract.ts';

/** In whole seconds, as the stand-in makes certificates. */
const nowInSeconds = () => instantOfMs(Math.floor(Date.now() / 1000) * 1000);

signingCertificatesContract('Graph', async () => {
  const graph = await runGraph();
  const principal = graph.entra.tenant.principalObjectAt(
    PRINCIPAL_ROSTER.findIndex(({ traps }) => traps.includes('saml-primary')),
  );
  const client = graph.client({ identity: 'renew' });
  const holder = { tenant: graph.tenant.id, nativeId: principal.id };
  return {
    signing: graphSigningCertificates({ clientFor: () => client }),
    holder,
    nobody: { ...holder, nativeId: '00000000-0000-4000-8000-000000000000' },
    now: nowInSeconds(),
    notify: principal.notificationEmailAddresses,
    goAway: () => {
      graph.fault(OUTAGE);
    },
    deny: () => {
      graph.fault(DENIAL);
    },
    comeBack: graph.comeBack,
    loseNextAnswer: () => {
      graph.fault({ method: 'POST', path: 'addTokenSigningCertificate', drop: 'after', times: 1 });
    },
    entries: async () => {
      const read = (await client.get(`/servicePrincipals/${principal.id}`)) as Record<string, object[]>;
      return (read['keyCredentials']?.length ?? 0) + (read['passwordCredentials']?.length ?? 0);
    },
    stop: graph.stop,
  };
});
