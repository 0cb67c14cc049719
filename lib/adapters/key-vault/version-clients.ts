import type { TokenCredential } from '@azure/identity';
import { CertificateClient } from '@azure/keyvault-certificates';
import { KeyClient } from '@azure/keyvault-keys';
import { SecretClient } from '@azure/keyvault-secrets';
import { VAULT_RETRIES } from './vault-retries.ts';

/** What is asked of a vault to make next versions. Nothing here can read a value, remove anything or change what is there. */
export interface VersionClients {
  readonly certificates: Pick<
    CertificateClient,
    'getCertificate' | 'getCertificateOperation' | 'beginCreateCertificate' | 'mergeCertificate'
  >;
  readonly secrets: Pick<SecretClient, 'listPropertiesOfSecretVersions' | 'setSecret'>;
  readonly keys: Pick<KeyClient, 'listPropertiesOfKeyVersions' | 'getKeyRotationPolicy' | 'rotateKey'>;
}

/**
 * A retry inside of a call that makes something could make it twice: where an answer is lost, we look before we ask again.
 */
const NO_RETRIES = { ...VAULT_RETRIES, retryOptions: { maxRetries: 0 } };

/** The clients of one vault. */
export const versionClients = ({ origin }: URL, credential: TokenCredential): VersionClients => ({
  certificates: new CertificateClient(origin, credential, NO_RETRIES),
  secrets: new SecretClient(origin, credential, NO_RETRIES),
  keys: new KeyClient(origin, credential, NO_RETRIES),
});
