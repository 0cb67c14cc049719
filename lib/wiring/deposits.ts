import type { Depository } from '../ports/depository.ts';
import { onFirstUse } from './on-first-use.ts';
import type { CredentialOf } from './sign-in.ts';

/** The vaults are of the tenant whose application it is, so we sign in as we do there. */
export const depositoryOf = (credentialOf: CredentialOf): Depository =>
  onFirstUse<Depository>({ put: true, find: true }, async () => {
    const { keyVaultDepository } = await import('../adapters/key-vault/secret-deposit.ts');
    const { secretClient } = await import('../adapters/key-vault/secret-client.ts');
    return keyVaultDepository((tenant, vault) => secretClient(vault, credentialOf(tenant)));
  });
