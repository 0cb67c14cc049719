import type { TokenCredential } from '@azure/identity';
import { CertificateClient } from '@azure/keyvault-certificates';
import { KeyClient } from '@azure/keyvault-keys';
import { SecretClient } from '@azure/keyvault-secrets';
import { vaultOptions } from './vault-options.ts';

/** What is asked of a vault: lists, policies and open requests. Nothing here can read a value. */
export interface VaultClients {
  readonly certificates: Pick<
    CertificateClient,
    'listPropertiesOfCertificates' | 'getCertificate' | 'getCertificateOperation'
  >;
  readonly secrets: Pick<SecretClient, 'listPropertiesOfSecrets' | 'listPropertiesOfSecretVersions'>;
  readonly keys: Pick<
    KeyClient,
    'listPropertiesOfKeys' | 'listPropertiesOfKeyVersions' | 'getKeyRotationPolicy'
  >;
}

/** The clients of one vault. */
export const vaultClients = ({ origin }: URL, credential: TokenCredential): VaultClients => ({
  certificates: new CertificateClient(origin, credential, vaultOptions()),
  secrets: new SecretClient(origin, credential, vaultOptions()),
  keys: new KeyClient(origin, credential, vaultOptions()),
});
