import type { VaultVersions } from '../ports/vault-versions.ts';
import { onFirstUse } from './on-first-use.ts';
import type { CredentialOf } from './sign-in.ts';

/** The vaults are of the tenant whose items they hold, so we sign in as we do there. */
export const vaultVersionsOf = (vaults: readonly URL[], credentialOf: CredentialOf): VaultVersions =>
  onFirstUse<VaultVersions>({ look: true, ask: true, rotate: true, set: true, merge: true }, async () => {
    const { keyVaultVersions } = await import('../adapters/key-vault/vault-versions.ts');
    const { versionClients } = await import('../adapters/key-vault/version-clients.ts');
    return keyVaultVersions((tenant, host) => {
      const vault = vaults.find(({ hostname }) => hostname === host);
      return vault === undefined ? undefined : versionClients(vault, credentialOf(tenant));
    });
  });
