import type { FoundCredential, Purpose } from './directory-credentials.ts';
import type { FoldedKey } from './folded-keys.ts';
import { standsFor, thumbprintIn, thumbprintOf } from './key-identifier.ts';

type Meant = ReturnType<Purpose>;

/** What the certificates of an application are for. */
export const purposeOnApplication =
  (tokenEncryptionKeyId: string | undefined): Purpose =>
  ({ key }) =>
    encryption(key, tokenEncryptionKeyId) ?? { kind: 'client-certificate' };

/** What a service principal says about what its certificates are for. */
interface PrincipalSays {
  readonly tokenEncryptionKeyId: string | undefined;
  readonly preferredSingleSignOnMode: string | undefined;
  readonly preferredTokenSigningKeyThumbprint: string | undefined;
}

/**
 * What the certificates of a service principal are for. With one that has a private half the directory signs: SAML
 * assertions, or tokens where the mode says that it is OpenID Connect. The mode may be missing on old applications, so that
 * the half counts, and so does being preferred.
 */
export const purposeOnPrincipal = (says: PrincipalSays): Purpose => {
  const preferred = thumbprintOf(says.preferredTokenSigningKeyThumbprint);
  const kind = says.preferredSingleSignOnMode === 'oidc' ? 'token-signing-certificate' : SAML;
  const isPreferred = ({ key }: FoldedKey): boolean =>
    preferred !== undefined && standsFor(key.customKeyIdentifier, preferred);
  const isSigner = (one: FoldedKey): boolean => one.signs || isPreferred(one);
  return (folded, all) => {
    const encrypts = encryption(folded.key, says.tokenEncryptionKeyId);
    if (encrypts !== undefined) return encrypts;
    if (!isSigner(folded)) return { kind: 'client-certificate' };
    if (isPreferred(folded)) return { kind, role: 'primary', ...(preferred && { thumbprint: preferred }) };
    const signers = all.filter(isSigner);
    if (preferred === undefined) return { kind, ...(signers.length === 1 && { role: 'primary' as const }) };
    const isAnother = thumbprintIn(folded.key.customKeyIdentifier) !== undefined || signers.some(isPreferred);
    return { kind, ...(isAnother && { role: 'secondary' as const }) };
  };
};

const SAML = 'saml-signing-certificate';

/** With this key tokens are encrypted, or could be: the holder names the one that is in use. */
const encryption = (key: FoldedKey['key'], inUse: string | undefined): Meant | undefined => {
  if (key.type === 'Symmetric') return undefined;
  const kind: FoundCredential['kind'] = 'token-encryption-certificate';
  if (key.keyId === inUse) return { kind, role: 'primary' };
  if (key.usage !== 'Encrypt') return undefined;
  return { kind, ...(inUse !== undefined && { role: 'secondary' as const }) };
};
