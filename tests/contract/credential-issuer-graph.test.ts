import { ClientSecretCredential } from '@azure/identity';
import { graphClientSecrets } from '../../lib/adapters/graph/client-secrets.ts';
import { instantOfMs } from '../../lib/domain/time.ts';
import { DENIAL, OUTAGE, runGraph } from '../support/graph-stand-in.ts';
import { credentialIssuerContract } from './credential-issuer.contract.ts';

credentialIssuerContract('Graph', async () => {
  const graph = await runGraph();
  const { entra, tenant } = graph;
  const application = graph.trapped('two-owners');
  const client = graph.client({ identity: 'renew' });
  const signsIn = async (value: string): Promise<boolean> => {
    const credential = new ClientSecretCredential(entra.tenantId, application.appId, value, {
      authorityHost: entra.loginUrl,
      disableInstanceDiscovery: true,
    });
    try {
      await credential.getToken(`${entra.graphUrl}/.default`);
      return true;
    } catch (error) {
      if (error instanceof Error && error.message.includes('AADSTS7000215')) return false;
      throw error;
    }
  };
  return {
    issuer: graphClientSecrets({ clientFor: () => client }),
    holder: { tenant: tenant.id, nativeId: application.id },
    // An application's client id is not its object id.
    nobody: { tenant: tenant.id, nativeId: application.appId },
    now: instantOfMs(Date.now()),
    signsIn,
    goAway: () => {
      graph.fault(OUTAGE);
    },
    deny: () => {
      graph.fault(DENIAL);
    },
    comeBack: graph.comeBack,
    loseNextAnswer: () => {
      graph.fault({ method: 'POST', path: 'addPassword', drop: 'after', times: 1 });
    },
    stop: graph.stop,
  };
});
