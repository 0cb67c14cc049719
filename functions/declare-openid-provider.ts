import { declareProviderOperation } from '../lib/api/openid-providers.ts';
import { tenantId } from '../lib/domain/ids.ts';
import type { WatchDeps } from '../lib/roles.ts';
import { keepProvider } from '../lib/use-cases/keep-provider.ts';
import { serveOperation } from './api.ts';
import { providerAddresses } from './provider-addresses.ts';
import { providerAnswer } from './provider-answer.ts';
import type { FunctionFile } from './runtime.ts';

/** A new OpenID provider, or new credentials at one. */
export const declareOpenIdProviderFunction: FunctionFile<WatchDeps> = (runtime, deps) => {
  const { declare } = keepProvider(deps);
  serveOperation(runtime, deps, declareProviderOperation, async ({ caller, body }) => {
    const { tenant, name, credentials, clientId, addresses, usedBy } = body;
    const settings = { clientId, addresses: providerAddresses(addresses), usedBy };
    return providerAnswer(await declare(tenantId(tenant), { name, credentials }, settings, caller), 201);
  });
};
