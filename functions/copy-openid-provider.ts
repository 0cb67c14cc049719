import { copyProviderOperation } from '../lib/api/openid-providers.ts';
import { type ProviderId, readId } from '../lib/domain/ids.ts';
import type { WatchDeps } from '../lib/roles.ts';
import { keepProvider } from '../lib/use-cases/keep-provider.ts';
import { serveOperation } from './api.ts';
import { providerAnswer } from './provider-answer.ts';
import type { FunctionFile } from './runtime.ts';

/** Another OpenID provider like one that there is. */
export const copyOpenIdProviderFunction: FunctionFile<WatchDeps> = (runtime, deps) => {
  const { copy } = keepProvider(deps);
  serveOperation(
    runtime,
    deps,
    copyProviderOperation,
    async ({ caller, params, body: { name, credentials } }) => {
      const names = {
        ...(name === undefined ? {} : { name }),
        ...(credentials === undefined ? {} : { credentials }),
      };
      return providerAnswer(await copy(readId<ProviderId>(params.id), names, caller), 201);
    },
  );
};
