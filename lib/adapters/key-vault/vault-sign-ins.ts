import { createHash } from 'node:crypto';
import type { TokenCredential } from '@azure/identity';
import type { CertificateClient } from '@azure/keyvault-certificates';
import type { CryptographyClient } from '@azure/keyvault-keys';
import type { SecretClient } from '@azure/keyvault-secrets';
import { cryptographyClient } from './key-client.ts';
import { secretClient } from './secret-client.ts';
import { vaultClients } from './vault-clients.ts';

interface Clients {
  certificates(at: URL, identity: TokenCredential): Pick<CertificateClient, 'getCertificate'>;
  key(keyId: string, identity: TokenCredential): Pick<CryptographyClient, 'sign'>;
  secrets(vaultUrl: string, identity: TokenCredential): Pick<SecretClient, 'getSecret'>;
}
const OF_AZURE: Clients = {
  certificates: (at, identity) => vaultClients(at, identity).certificates,
  key: cryptographyClient,
  secrets: secretClient,
};

const TIMEOUT_MS = 20_000;
const patience = () => ({ abortSignal: AbortSignal.timeout(TIMEOUT_MS) });

/**
 * A certificate of a vault to sign in with: its public part, and its key, which signs within the vault and never leaves it.
 * Both are of one version, so that a certificate that is renewed meanwhile does not come between.
 */
export const vaultCertificate = async (
  at: URL,
  identity: TokenCredential,
  clients = OF_AZURE,
): Promise<{ readonly thumbprint: string; sign(text: string): Promise<string> }> => {
  const { cer, keyId } = await clients.certificates(at, identity).getCertificate(nameOf(at), patience());
  if (cer === undefined || keyId === undefined)
    throw new Error('The vault does not show the certificate to sign in with.');
  const key = clients.key(keyId, identity);
  return {
    thumbprint: createHash('sha256').update(cer).digest('base64url'),
    sign: async (text) => {
      const digest = createHash('sha256').update(text, 'utf8').digest();
      const { result } = await key.sign('PS256', digest, patience());
      return Buffer.from(result).toString('base64url');
    },
  };
};

/** A secret of a vault to sign in with. */
export const vaultSecret = async (
  at: URL,
  identity: TokenCredential,
  clients = OF_AZURE,
): Promise<string> => {
  const { value } = await clients.secrets(at.origin, identity).getSecret(nameOf(at), patience());
  if (value === undefined || value === '') throw new Error('The secret to sign in with is empty.');
  return value;
};

/** `https://vault/certificates/name`, as the settings demand it. */
const nameOf = (at: URL): string => at.pathname.split('/').at(2) ?? '';
