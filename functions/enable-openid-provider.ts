import { enableProviderOperation } from '../lib/api/openid-providers.ts';
import { type ProviderId, readId } from '../lib/domain/ids.ts';
import type { WatchDeps } from '../lib/roles.ts';
import { keepProvider } from '../lib/use-cases/keep-provider.ts';
import { serveOperation } from './api.ts';
import { providerAnswer } from './provider-answer.ts';
import type { FunctionFile } from './runtime.ts';

/** An OpenID provider is looked at with each scan. */
export const enableOpenIdProviderFunction: FunctionFile<WatchDeps> = (runtime, deps) => {
  const { move } = keepProvider(deps);
  serveOperation(runtime, deps, enableProviderOperation, async ({ caller, params }) =>
    providerAnswer(await move(readId<ProviderId>(params.id), { kind: 'enable' }, caller), 200),
  );
};
