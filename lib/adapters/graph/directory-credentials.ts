import type { CredentialKind, CredentialRole } from '../../domain/credential.ts';
import type { Instant } from '../../domain/time.ts';
import type { Result } from '../../domain/result.ts';
import {
  type KeyEntry,
  type PasswordEntry,
  readKey,
  readPassword,
  type Sketch,
  sketchOf,
} from './credential-entry-schema.ts';
import { type FoldedKey, foldedKeys } from './folded-keys.ts';
import { isSameIdentifier, thumbprintIn } from './key-identifier.ts';

/** A credential of an application or service principal, before it has its id. */
export interface FoundCredential {
  readonly kind: CredentialKind;
  readonly keyId: string;
  readonly name: string | undefined;
  readonly startsAt: Instant | undefined;
  readonly expiresAt: Instant | undefined;
  readonly thumbprint: string | undefined;
  readonly hint: string | undefined;
  readonly role?: CredentialRole;
}

/** An entry that could not be taken: which, and why. */
export interface UnreadEntry {
  readonly which: string;
  readonly reason: string;
}

export interface FoundCredentials {
  readonly found: readonly FoundCredential[];
  readonly unread: readonly UnreadEntry[];
}

/** What a holder says of its certificates besides what stands in their entries. */
export type Purpose = (
  folded: FoldedKey,
  all: readonly FoldedKey[],
) => Pick<FoundCredential, 'kind' | 'role'> & { readonly thumbprint?: string };

/** The credentials of one holder, each real thing once; a bad entry costs only itself. */
export const credentialsOf = (
  holder: { readonly passwordCredentials: readonly unknown[]; readonly keyCredentials: readonly unknown[] },
  purposeOf: Purpose,
): FoundCredentials => {
  const unread: UnreadEntry[] = [];
  const read = <T>(
    list: string,
    entries: readonly unknown[],
    parse: (entry: unknown) => Result<T, string>,
  ): T[] => {
    const taken: T[] = [];
    for (const [index, entry] of entries.entries()) {
      const parsed = parse(entry);
      if (parsed.ok) taken.push(parsed.value);
      else unread.push({ which: `${list}/${sketchOf(entry).keyId ?? index}`, reason: parsed.failure });
    }
    return taken;
  };
  // Told from sketches, so that a bad entry of a certificate does not turn its password into a client secret.
  const sketches = holder.keyCredentials.map(sketchOf);
  const isSecret = (entry: unknown): boolean => {
    if (sketches.length === 0) return true;
    const sketch = sketchOf(entry);
    return !sketches.some((key) => isItsPassword(sketch, key));
  };
  const passwords = read('passwordCredentials', holder.passwordCredentials.filter(isSecret), readPassword);
  const keys = read('keyCredentials', holder.keyCredentials, readKey);
  const folded = foldedKeys(keys);
  return once(
    [...passwords.map(secret), ...folded.map((one) => fromKey(one, purposeOf(one, folded)))],
    unread,
  );
};

/**
 * The password of a certificate's private half: it has the key id of that half, and the identifier of both. Some tools
 * take the private half away and leave the password.
 */
const isItsPassword = (password: Sketch, key: Sketch): boolean =>
  (key.type === 'X509CertAndPassword' && key.keyId !== undefined && key.keyId === password.keyId) ||
  isSameIdentifier(key.customKeyIdentifier, password.customKeyIdentifier);

const common = (entry: PasswordEntry | KeyEntry) => ({
  keyId: entry.keyId,
  name: entry.displayName ?? undefined,
  startsAt: entry.startDateTime,
  expiresAt: entry.endDateTime,
});

/** Longer than Graph's three characters would be more of the secret than anyone should see. */
const HINT_LENGTH = 3;

const secret = (entry: PasswordEntry): FoundCredential => ({
  ...common(entry),
  kind: 'client-secret',
  thumbprint: undefined,
  hint: entry.hint?.slice(0, HINT_LENGTH),
});

/** A symmetric key is a secret by nature, but none that can be made or removed as one. */
const fromKey = ({ key }: FoldedKey, purpose: ReturnType<Purpose>): FoundCredential =>
  key.type === 'Symmetric'
    ? { ...common(key), kind: 'symmetric-key', thumbprint: undefined, hint: undefined }
    : { ...common(key), thumbprint: thumbprintIn(key.customKeyIdentifier), hint: undefined, ...purpose };

/**
 * One credential per key id and kind: ids are made of them. Of two that share theirs and differ, the one that ends first
 * is kept, so that nothing is said too late, and the other is said to be unread.
 */
const once = (all: readonly FoundCredential[], unread: readonly UnreadEntry[]): FoundCredentials => {
  if (all.length < 2) return { found: all, unread };
  const kept = new Map<string, FoundCredential>();
  const shared: UnreadEntry[] = [];
  const byEnd = all.toSorted((a, b) => (a.expiresAt ?? Infinity) - (b.expiresAt ?? Infinity));
  for (const credential of byEnd) {
    const key = `${credential.kind}/${credential.keyId}`;
    const first = kept.get(key);
    if (first === undefined) kept.set(key, credential);
    else if (first.expiresAt !== credential.expiresAt)
      shared.push({
        which: key,
        reason: 'Two entries share this key id; the one that ends first was taken.',
      });
  }
  return { found: [...kept.values()], unread: [...unread, ...shared] };
};
