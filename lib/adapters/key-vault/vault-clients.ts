import type { TokenCredential } from '@azure/identity';
import { CertificateClient } from '@azure/keyvault-certificates';
import { CryptographyClient, KeyClient } from '@azure/keyvault-keys';

/** The SDK tries again by itself; each call of ours ends by its own time-out all the same. */
const OPTIONS = { retryOptions: { maxRetries: 2, retryDelayInMs: 500, maxRetryDelayInMs: 5000 } };

/** The certificates of a vault. */
export const certificateClient = (vaultUrl: URL, credential: TokenCredential): CertificateClient =>
  new CertificateClient(vaultUrl.origin, credential, OPTIONS);

/** A key to work with, by its address, with or without a version. */
export const cryptographyClient = (keyId: string, credential: TokenCredential): CryptographyClient =>
  new CryptographyClient(keyId, credential, OPTIONS);

/** The keys of the vault of this key, to read their public parts. */
export const keyClient = (keyId: URL, credential: TokenCredential): KeyClient =>
  new KeyClient(keyId.origin, credential, OPTIONS);
