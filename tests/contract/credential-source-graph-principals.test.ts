import { graphPrincipals } from '../../lib/adapters/graph/principals-source.ts';
import { sha256 } from '../../lib/adapters/system/sha256.ts';
import { DENIAL, inSmallPages, OUTAGE, runGraph } from '../support/graph-stand-in.ts';
import { credentialSourceContract } from './credential-source.contract.ts';

credentialSourceContract('the service principals of Graph', async () => {
  const graph = await runGraph();
  const { entra, tenant } = graph;
  const principals = Array.from({ length: entra.tenant.principals }, (_, index) =>
    entra.tenant.principalObjectAt(index),
  );
  const holders = principals.filter(
    ({ keyCredentials, passwordCredentials }) => keyCredentials.length + passwordCredentials.length > 0,
  );
  const malformed = holders.find(({ keyCredentials }) =>
    keyCredentials.some(({ endDateTime }) => endDateTime === 'not-a-date'),
  );
  return {
    source: graphPrincipals({ client: inSmallPages(graph.client()), tenant, digest: sha256 }),
    nativeIds: holders.map(({ id }) => id),
    missing: graph.trapped('app-id-is-not-object-id').appId,
    unread: `servicePrincipals/${malformed?.id ?? ''}/keyCredentials/`,
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
