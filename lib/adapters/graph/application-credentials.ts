import type { CredentialKind } from '../../domain/credential.ts';
import type { Instant } from '../../domain/time.ts';
import {
  faultsOf,
  type KeyEntry,
  keySchema,
  type PasswordEntry,
  passwordSchema,
} from './application-schema.ts';

/** A credential of an application, before it has its id. */
export interface FoundCredential {
  readonly kind: CredentialKind;
  readonly keyId: string;
  readonly name: string | undefined;
  readonly startsAt: Instant | undefined;
  readonly expiresAt: Instant | undefined;
  readonly thumbprint: string | undefined;
  readonly hint: string | undefined;
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

/** The credentials of one application, each real thing once; a bad entry costs only itself. */
export const credentialsOf = (application: {
  readonly passwordCredentials: readonly unknown[];
  readonly keyCredentials: readonly unknown[];
}): FoundCredentials => {
  const unread: UnreadEntry[] = [];
  const read = <T>(
    list: string,
    entries: readonly unknown[],
    parse: (entry: unknown) => { data: T } | { error: string },
  ): T[] =>
    entries.flatMap((entry, index) => {
      const parsed = parse(entry);
      if ('data' in parsed) return [parsed.data];
      unread.push({ which: `${list}/${keyIdOf(entry) ?? index}`, reason: parsed.error });
      return [];
    });
  const passwords = read('passwordCredentials', application.passwordCredentials, (entry) => {
    const parsed = passwordSchema.safeParse(entry);
    return parsed.success ? { data: parsed.data } : { error: faultsOf(parsed.error) };
  });
  const keys = read('keyCredentials', application.keyCredentials, (entry) => {
    const parsed = keySchema.safeParse(entry);
    return parsed.success ? { data: parsed.data } : { error: faultsOf(parsed.error) };
  });
  const found = [
    ...passwords.filter((password) => !keys.some((key) => isItsPassword(password, key))).map(secret),
    ...keys.filter((key) => !keys.some((other) => isPrivateHalf(key, other))).map(fromKey),
  ];
  return once(found, unread);
};

/** A certificate with its private half is three entries: Sign, Verify, and the password of the first with its key id. */
const isItsPassword = (password: PasswordEntry, key: KeyEntry): boolean =>
  key.type === 'X509CertAndPassword' && key.keyId === password.keyId;

/** The public half stands for both: it is what remains when the private one is taken away. */
const isPrivateHalf = (key: KeyEntry, other: KeyEntry): boolean => {
  if (key.usage !== 'Sign' || other.usage !== 'Verify') return false;
  return typeof key.customKeyIdentifier === 'string'
    ? key.customKeyIdentifier === other.customKeyIdentifier
    : key.endDateTime === other.endDateTime && key.displayName === other.displayName;
};

const common = (entry: PasswordEntry | KeyEntry) => ({
  keyId: entry.keyId,
  name: entry.displayName ?? undefined,
  startsAt: entry.startDateTime ?? undefined,
  expiresAt: entry.endDateTime ?? undefined,
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
const fromKey = (entry: KeyEntry): FoundCredential => ({
  ...common(entry),
  kind: entry.type === 'Symmetric' ? 'symmetric-key' : 'client-certificate',
  thumbprint: thumbprintOf(entry.customKeyIdentifier ?? undefined),
  hint: undefined,
});

const thumbprintOf = (customKeyIdentifier: string | undefined): string | undefined => {
  // Both base64 alphabets are met, and this decoder takes both.
  const bytes = Buffer.from(customKeyIdentifier ?? '', 'base64');
  return bytes.length === 20 ? bytes.toString('hex').toUpperCase() : undefined;
};

/**
 * One credential per key id and kind: ids are made of them. Of two that share theirs and differ, the one that ends first
 * is kept, so that nothing is said too late, and the other is said to be unread.
 */
const once = (all: readonly FoundCredential[], unread: readonly UnreadEntry[]): FoundCredentials => {
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

const keyIdOf = (entry: unknown): string | undefined => {
  const parsed = keySchema.pick({ keyId: true }).safeParse(entry);
  return parsed.success ? parsed.data.keyId : undefined;
};
