import type { TokenCredential } from '@azure/identity';
import { SecretClient } from '@azure/keyvault-secrets';
import { VAULT_RETRIES } from './vault-retries.ts';

/** What the other clients of vaults ask for too: clouds of their own are later with newer ones. */
const VERSION = { serviceVersion: '2025-07-01' } as const;

/** The secrets of a vault. */
export const secretClient = (vaultUrl: string, credential: TokenCredential): SecretClient =>
  new SecretClient(vaultUrl, credential, { ...VAULT_RETRIES, ...VERSION });
