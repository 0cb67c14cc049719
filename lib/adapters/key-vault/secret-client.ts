import type { TokenCredential } from '@azure/identity';
import { SecretClient } from '@azure/keyvault-secrets';
import { VAULT_RETRIES } from './vault-retries.ts';

/** The secrets of a vault. */
export const secretClient = (vaultUrl: string, credential: TokenCredential): SecretClient =>
  new SecretClient(vaultUrl, credential, VAULT_RETRIES);
