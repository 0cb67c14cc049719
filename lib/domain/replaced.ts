import type { Credential, Subject } from './credential.ts';
import type { Instant } from './time.ts';

export type Replacement = 'none' | 'replaced' | 'unsure';

const stem = (name: string | undefined): string => (name ?? '').toLowerCase().replace(/[^\p{L}\p{M}]+/gu, '');

/**
 * Whether a newer, effective credential of the same subject and kind took over.
 *
 * A Key Vault item has one current version, so a newer one always replaces. On an application two secrets may serve two
 * clients: the same name but for digits and punctuation says "the same purpose"; else we are unsure, which lowers the
 * severity and never silences.
 */
export const replacementOf = (subject: Subject, credential: Credential, now: Instant): Replacement => {
  const newer = subject.credentials.filter(
    (other) =>
      other.id !== credential.id &&
      other.kind === credential.kind &&
      other.enabled &&
      (other.startsAt === undefined || other.startsAt <= now) &&
      outlives(other, credential) &&
      startedLater(other, credential) &&
      (other.expiresAt === undefined || other.expiresAt > now),
  );
  if (newer.length === 0) return 'none';
  if (subject.kind === 'key-vault-item') return 'replaced';
  return newer.some((other) => isSameName(other.name, credential.name)) ? 'replaced' : 'unsure';
};

/** No name, or one of digits only, says nothing about the purpose. */
const isSameName = (a: string | undefined, b: string | undefined): boolean =>
  stem(a) !== '' && stem(a) === stem(b);

const outlives = (other: Credential, credential: Credential): boolean =>
  credential.expiresAt !== undefined &&
  (other.expiresAt === undefined || other.expiresAt > credential.expiresAt);

const startedLater = (other: Credential, credential: Credential): boolean =>
  other.startsAt !== undefined && credential.startsAt !== undefined && other.startsAt > credential.startsAt;
