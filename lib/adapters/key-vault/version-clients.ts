import type { TokenCredential } from '@azure/identity';
import { CertificateClient } from '@azure/keyvault-certificates';
import { KeyClient } from '@azure/keyvault-keys';
import { SecretClient } from '@azure/keyvault-secrets';
import { vaultOptions } from './vault-options.ts';

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
const options = () => ({ ...vaultOptions(), retryOptions: { maxRetries: 0 } });

/** The clients of one vault. */
export const versionClients = ({ origin }: URL, credential: TokenCredential): VersionClients => ({
  certificates: new CertificateClient(origin, credential, options()),
  secrets: new SecretClient(origin, credential, options()),
  keys: new KeyClient(origin, credential, options()),
});
