import { ClientAssertionCredential, ManagedIdentityCredential, type TokenCredential } from '@azure/identity';
import type { TenantId } from '../../domain/ids.ts';

/** How the app signs in to a tenant. No way has a secret that could expire. */
export type SignIn =
  /** The tenant that the app's own managed identity lives in. */
  | { readonly kind: 'managed-identity' }
  /** Another tenant, where an application trusts that managed identity. */
  | {
      readonly kind: 'federated';
      readonly tenant: TenantId;
      /** The application in that tenant. */
      readonly clientId: string;
      /** The login of the tenant's cloud: https://login.microsoftonline.com. */
      readonly authorityHost: URL;
      /** Clouds that are not Microsoft's own are unknown to its discovery. */
      readonly discovery?: 'on' | 'off';
    };

/** Outages are not sat out here: whoever needed the token stores when to try again. */
const PATIENCE = { retryOptions: { maxRetries: 2, retryDelayInMs: 300, maxRetryDelayInMs: 1000 } };

const EXCHANGE = 'api://AzureADTokenExchange';

/** Credentials by way of signing in, all resting on one managed identity: the user-assigned one, if it is named. */
export const tenantCredentials = (
  managedIdentityClientId: string | undefined,
): ((signIn: SignIn) => TokenCredential) => {
  const identity =
    managedIdentityClientId === undefined
      ? new ManagedIdentityCredential(PATIENCE)
      : new ManagedIdentityCredential({ ...PATIENCE, clientId: managedIdentityClientId });
  return (signIn) =>
    signIn.kind === 'managed-identity'
      ? identity
      : new ClientAssertionCredential(
          signIn.tenant,
          signIn.clientId,
          async () => (await identity.getToken(EXCHANGE)).token,
          {
            ...PATIENCE,
            authorityHost: signIn.authorityHost.origin,
            disableInstanceDiscovery: signIn.discovery === 'off',
          },
        );
};
