import { editProviderOperation } from '../lib/api/openid-providers.ts';
import { type ProviderId, readId } from '../lib/domain/ids.ts';
import type { WatchDeps } from '../lib/roles.ts';
import { keepProvider } from '../lib/use-cases/keep-provider.ts';
import { serveOperation } from './api.ts';
import { providerAddresses } from './provider-addresses.ts';
import { providerAnswer } from './provider-answer.ts';
import type { FunctionFile } from './runtime.ts';

/** What is said of an OpenID provider changes. */
export const editOpenIdProviderFunction: FunctionFile<WatchDeps> = (runtime, deps) => {
  const { move } = keepProvider(deps);
  serveOperation(runtime, deps, editProviderOperation, async ({ caller, params, body }) => {
    const { clientId, addresses, usedBy } = body;
    const settings = { clientId, addresses: providerAddresses(addresses), usedBy };
    return providerAnswer(await move(readId<ProviderId>(params.id), { kind: 'edit', settings }, caller), 200);
  });
};
