import { createPublicKey, generateKeyPairSync, X509Certificate } from 'node:crypto';
import { type Provider, signing } from './provider.ts';

/** The discovery document of OpenID Connect. */
export const discoveryJson = ({ answer }: Provider, issuer: string): object => ({
  issuer: answer === 'wrong-issuer' ? 'https://somebody-else.example' : issuer,
  authorization_endpoint: `${issuer}/authorize`,
  token_endpoint: `${issuer}/token`,
  userinfo_endpoint: `${issuer}/userinfo`,
  jwks_uri: `${issuer}/keys`,
  response_types_supported: ['code'],
  subject_types_supported: ['public'],
  id_token_signing_alg_values_supported: ['ES256'],
});

/** Its keys, those of certificates with `x5c`. */
export const keysJson = (provider: Provider): object => ({
  keys:
    provider.answer === 'no-keys'
      ? []
      : [...signing(provider).map(ofCertificate), ...bareKeys(provider.name, provider.bareKeys)],
});

const ofCertificate = (der: string): object => {
  const certificate = new X509Certificate(Buffer.from(der, 'base64'));
  const sha1 = Buffer.from(certificate.fingerprint.replaceAll(':', ''), 'hex').toString('base64url');
  return {
    ...createPublicKey(certificate.publicKey.export({ type: 'spki', format: 'pem' })).export({
      format: 'jwk',
    }),
    use: 'sig',
    kid: sha1,
    x5t: sha1,
    x5c: [der],
  };
};

/** Always the same for as long as the process lives. */
const made = new Map<string, object>();
const bareKeys = (name: string, count: number): readonly object[] =>
  Array.from({ length: count }, (_, n) => {
    const kid = `${name}-${n + 1}`;
    const known = made.get(kid);
    if (known !== undefined) return known;
    const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const key = { ...publicKey.export({ format: 'jwk' }), use: 'sig', kid };
    made.set(kid, key);
    return key;
  });
