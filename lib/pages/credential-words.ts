import type { CredentialKind } from '../domain/credential.ts';
import type { Instant } from '../domain/time.ts';

/** What people call a kind of credential. */
export const kindWords = (kind: CredentialKind): string => {
  switch (kind) {
    case 'client-secret':
      return 'client secret';
    case 'client-certificate':
      return 'client certificate';
    case 'symmetric-key':
      return 'symmetric key';
    case 'key-vault-certificate':
      return 'Key Vault certificate';
  }
};

/** The two words that people know for where a credential stands. */
export const stageWords = (expiresAt: Instant, now: Instant): 'Near expired' | 'Expired' =>
  now >= expiresAt ? 'Expired' : 'Near expired';
