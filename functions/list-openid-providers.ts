import { listProvidersOperation } from '../lib/api/openid-providers.ts';
import type { WatchDeps } from '../lib/roles.ts';
import { listProviders } from '../lib/use-cases/list-providers.ts';
import { serveOperation } from './api.ts';
import type { FunctionFile } from './runtime.ts';

/** Which OpenID providers are declared, and what was seen of them. */
export const listOpenIdProvidersFunction: FunctionFile<WatchDeps> = (runtime, deps) => {
  const list = listProviders(deps);
  serveOperation(runtime, deps, listProvidersOperation, async () => ({
    status: 200,
    body: { providers: await list() },
  }));
};
