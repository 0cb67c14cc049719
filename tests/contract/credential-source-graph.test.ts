import { graphApplications } from '../../lib/adapters/graph/applications-source.ts';
import { sha256 } from '../../lib/adapters/system/sha256.ts';
import { DENIAL, inSmallPages, OUTAGE, runGraph } from '../support/graph-stand-in.ts';
import { credentialSourceContract } from './credential-source.contract.ts';

credentialSourceContract('the applications of Graph', async () => {
  const graph = await runGraph();
  const { entra, tenant } = graph;
  const applications = Array.from({ length: entra.tenant.apps }, (_, index) =>
    entra.tenant.applicationAt(index),
  );
  return {
    source: graphApplications({ client: inSmallPages(graph.client()), tenant, digest: sha256 }),
    nativeIds: applications.map(({ id }) => id),
    missing: graph.trapped('app-id-is-not-object-id').appId,
    unread: `applications/${graph.trapped('malformed-entry').id}/passwordCredentials/`,
    values: applications.flatMap(({ passwordCredentials }, index) =>
      passwordCredentials.flatMap(({ keyId }) => entra.tenant.secretAt(index, keyId) ?? []),
    ),
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
