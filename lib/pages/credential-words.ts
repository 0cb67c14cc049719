import type { CredentialKind } from '../domain/credential.ts';
import type { Instant } from '../domain/time.ts';

/** What people call a kind of credential. */
export const kindWords = (kind: CredentialKind): string => WORDS[kind];

const WORDS: Readonly<Record<CredentialKind, string>> = {
  'client-secret': 'client secret',
  'client-certificate': 'client certificate',
  'symmetric-key': 'symmetric key',
  'saml-signing-certificate': 'SAML signing certificate',
  'federation-signing-certificate': 'federation signing certificate',
  'token-signing-certificate': 'token-signing certificate',
  'token-signing-key': 'token-signing key',
  'token-encryption-certificate': 'token-encryption certificate',
  'token-decryption-certificate': 'token-decryption certificate',
  'service-identity-password': 'service identity password',
  'service-identity-key': 'service identity key',
  'service-identity-certificate': 'service identity certificate',
  'management-service-password': 'management service password',
  'management-service-key': 'management service key',
  'management-service-certificate': 'management service certificate',
  'key-vault-certificate': 'Key Vault certificate',
  'key-vault-secret': 'Key Vault secret',
  'key-vault-key': 'Key Vault key',
  'device-certificate': 'device certificate',
  'push-certificate': 'push certificate',
  token: 'token',
  'tls-certificate': 'TLS certificate',
  'policy-exception': 'exception to the policy',
};

/** The two words that people know for where a credential stands. */
export const stageWords = (expiresAt: Instant, now: Instant): 'Near expired' | 'Expired' =>
  now >= expiresAt ? 'Expired' : 'Near expired';
