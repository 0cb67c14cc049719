import {
  ClientAssertionCredential,
  ClientSecretCredential,
  ManagedIdentityCredential,
  type TokenCredential,
} from '@azure/identity';
import type { TenantId } from '../../domain/ids.ts';
import { clientAssertion, type SigningCertificate } from './client-assertion.ts';
import { storedSecretCredential } from './stored-secret.ts';

/** An application of another tenant, as which we sign in there. */
interface Application {
  readonly tenant: TenantId;
  readonly clientId: string;
  /** The login of the tenant's cloud: https://login.microsoftonline.com. */
  readonly authorityHost: URL;
  /** Clouds that are not Microsoft's own are unknown to its discovery. */
  readonly discovery?: 'on' | 'off';
}

/** How the app signs in to a tenant. */
export type SignIn =
  /** The tenant that the app's own managed identity lives in. */
  | { readonly kind: 'managed-identity' }
  /** Another tenant, where an application trusts that managed identity. Nothing of it expires. */
  | (Application & { readonly kind: 'federated' })
  /** Another tenant, by a certificate whose key stays in its vault. */
  | (Application & { readonly kind: 'certificate'; readonly certificate: URL })
  /** Another tenant, by a secret: the last resort, since it is one more that expires. */
  | (Application & { readonly kind: 'client-secret'; readonly secret: URL });

/** What lies in vaults and signs in. */
export interface VaultSignIns {
  certificate(at: URL, identity: TokenCredential): Promise<SigningCertificate>;
  secret(at: URL, identity: TokenCredential): Promise<string>;
}

/** Outages are not sat out here: whoever needed the token stores when to try again. */
const PATIENCE = { retryOptions: { maxRetries: 2, retryDelayInMs: 300, maxRetryDelayInMs: 1000 } };

/** For those who sign in as themselves only. */
const NO_VAULTS: VaultSignIns = {
  certificate: () => Promise.reject(new Error('No vault is known to sign in with.')),
  secret: () => Promise.reject(new Error('No vault is known to sign in with.')),
};

const EXCHANGE = 'api://AzureADTokenExchange';

/** Credentials by way of signing in, all resting on one managed identity: the user-assigned one, if it is named. */
export const tenantCredentials = (
  managedIdentityClientId: string | undefined,
  vaults: VaultSignIns = NO_VAULTS,
): ((signIn: SignIn) => TokenCredential) => {
  const identity =
    managedIdentityClientId === undefined
      ? new ManagedIdentityCredential(PATIENCE)
      : new ManagedIdentityCredential({ ...PATIENCE, clientId: managedIdentityClientId });
  return (signIn) => {
    if (signIn.kind === 'managed-identity') return identity;
    const { tenant, clientId } = signIn;
    const options = optionsOf(signIn);
    switch (signIn.kind) {
      case 'federated':
        return new ClientAssertionCredential(
          tenant,
          clientId,
          async () => (await identity.getToken(EXCHANGE)).token,
          options,
        );
      case 'certificate':
        return new ClientAssertionCredential(
          tenant,
          clientId,
          async () =>
            clientAssertion(await vaults.certificate(signIn.certificate, identity), {
              clientId,
              audience: `${options.authorityHost}/${tenant}/oauth2/v2.0/token`,
              now: new Date(),
            }),
          options,
        );
      case 'client-secret':
        return storedSecretCredential(
          () => vaults.secret(signIn.secret, identity),
          (secret) => new ClientSecretCredential(tenant, clientId, secret, options),
        );
    }
  };
};

const optionsOf = ({ authorityHost, discovery }: Application) => ({
  ...PATIENCE,
  authorityHost: authorityHost.origin,
  disableInstanceDiscovery: discovery === 'off',
});
