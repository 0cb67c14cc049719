import { tlsEndpoints } from '../../lib/adapters/outside/tls-source.ts';
import { sha256 } from '../../lib/adapters/system/sha256.ts';
import { startTlsEndpoints } from '../../local/tls-endpoints/server.ts';
import { aTenant } from '../support/tenants.ts';
import { aTlsEndpoint } from '../support/tls-endpoint.ts';
import { credentialSourceContract } from './credential-source.contract.ts';

credentialSourceContract('TLS endpoints', async () => {
  const names = Array.from({ length: 12 }, (_, nth) => `server-${String(nth).padStart(2, '0')}.localhost`);
  const running = await startTlsEndpoints({
    epoch: new Date(),
    endpoints: names.map((name) => ({ name, endsIn: 30 })),
  });
  let resolve: (host: string) => Promise<readonly string[]>;
  const comeBack = (): void => {
    resolve = (host) => Promise.resolve([host === 'hidden.localhost' ? '169.254.169.254' : '127.0.0.1']);
  };
  comeBack();
  return {
    source: tlsEndpoints({
      endpoints: [...names, 'hidden.localhost'].map((host) =>
        aTlsEndpoint({ host, port: running.port, private: true }),
      ),
      tenant: aTenant(),
      digest: sha256,
      resolve: (host) => resolve(host),
    }),
    nativeIds: names.map((name) => `${name}:${running.port}`),
    missing: 'nobody.localhost:443',
    unread: `tls/hidden.localhost:${running.port}`,
    values: [],
    goAway: () => {
      resolve = () => Promise.reject(Object.assign(new Error('no answer'), { code: 'EAI_AGAIN' }));
    },
    deny: () => {
      resolve = () => Promise.resolve(['169.254.169.254']);
    },
    comeBack,
    stop: running.stop,
  };
});
