import type { TokenCredential } from '@azure/identity';
import { CertificateClient } from '@azure/keyvault-certificates';
import { VAULT_RETRIES } from './vault-retries.ts';

/** The certificates of a vault. */
export const certificateClient = (vaultUrl: URL, credential: TokenCredential): CertificateClient =>
  new CertificateClient(vaultUrl.origin, credential, VAULT_RETRIES);
