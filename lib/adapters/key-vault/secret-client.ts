import type { TokenCredential } from '@azure/identity';
import { SecretClient } from '@azure/keyvault-secrets';
import { vaultOptions } from './vault-options.ts';

/** The secrets of a vault. */
export const secretClient = (vaultUrl: string, credential: TokenCredential): SecretClient =>
  new SecretClient(vaultUrl, credential, vaultOptions());
