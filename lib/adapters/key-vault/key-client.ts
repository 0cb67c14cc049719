import type { TokenCredential } from '@azure/identity';
import { CryptographyClient, KeyClient } from '@azure/keyvault-keys';
import { vaultOptions } from './vault-options.ts';

/** A key to work with, by its address, with or without a version. */
export const cryptographyClient = (keyId: string, credential: TokenCredential): CryptographyClient =>
  new CryptographyClient(keyId, credential, vaultOptions());

/** The keys of the vault of this key, to read their public parts. */
export const keyClient = (keyId: URL, credential: TokenCredential): KeyClient =>
  new KeyClient(keyId.origin, credential, vaultOptions());
