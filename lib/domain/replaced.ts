import type { Credential, Subject } from './credential.ts';
import { isChosenByRole, nextInTime, successionByChoice } from './signer-succession.ts';
import type { Instant } from './time.ts';

/**
 * `replaced`: a newer one took over. `waiting`: a newer one takes over before this one ends, and has not begun yet.
 * `unsure`: there is a newer one that may serve another client.
 */
export type Replacement = 'none' | 'replaced' | 'waiting' | 'unsure';

const stem = (name: string | undefined): string => (name ?? '').toLowerCase().replace(/[^\p{L}\p{M}]+/gu, '');

/**
 * Whether a newer credential of the same subject and kind took over, or is about to.
 *
 * A Key Vault item has one current version, so a newer one always replaces. What an endpoint shows is all in use, so nothing
 * there replaces anything. On an application two secrets may serve two
 * clients: the same name but for digits and punctuation says "the same purpose"; else we are unsure, which lowers the
 * severity and never silences. Of signing certificates one is chosen, and being newer is not being chosen.
 */
export const replacementOf = (subject: Subject, credential: Credential, now: Instant): Replacement => {
  if (subject.kind === 'tls-endpoint') return 'none';
  const others = subject.credentials.filter(
    ({ id, kind }) => id !== credential.id && kind === credential.kind,
  );
  if (isChosenByRole(credential)) return successionByChoice(credential, others, now);
  if (nextInTime(credential, others, now)) return 'waiting';
  const newer = newerThan(subject, credential, now);
  const begun = newer.filter((other) => other.startsAt !== undefined && other.startsAt <= now);
  const next = newer.filter((other) => beginsInTime(other, credential));
  const isSamePurpose = (other: Credential): boolean => servesTheSame(subject, other, credential);
  if (begun.some(isSamePurpose)) return 'replaced';
  if (next.some(isSamePurpose)) return 'waiting';
  return begun.length > 0 ? 'unsure' : 'none';
};

/** The youngest that comes in the place of a credential, whether for sure or perhaps; undefined if none does. */
export const successorOf = (
  subject: Pick<Subject, 'kind' | 'credentials'>,
  credential: Credential,
  now: Instant,
): Credential | undefined => {
  const newer = newerThan(subject, credential, now).toSorted((a, b) => (b.startsAt ?? 0) - (a.startsAt ?? 0));
  const begun = newer.filter(({ startsAt }) => startsAt !== undefined && startsAt <= now);
  const isSamePurpose = (other: Credential): boolean => servesTheSame(subject, other, credential);
  const perhaps = subject.kind === 'tls-endpoint' ? undefined : newer[0];
  return begun.find(isSamePurpose) ?? newer.find(isSamePurpose) ?? perhaps;
};

const newerThan = (
  subject: Pick<Subject, 'credentials'>,
  credential: Credential,
  now: Instant,
): readonly Credential[] =>
  subject.credentials.filter(
    (other) =>
      other.id !== credential.id &&
      other.kind === credential.kind &&
      other.enabled &&
      outlives(other, credential) &&
      startedLater(other, credential) &&
      (other.expiresAt === undefined || other.expiresAt > now),
  );

const servesTheSame = (subject: Pick<Subject, 'kind'>, other: Credential, credential: Credential): boolean =>
  subject.kind === 'key-vault-item' || isSameName(other.name, credential.name);

/** No name, or one of digits only, says nothing about the purpose. */
const isSameName = (a: string | undefined, b: string | undefined): boolean =>
  stem(a) !== '' && stem(a) === stem(b);

const outlives = (other: Credential, credential: Credential): boolean =>
  credential.expiresAt !== undefined &&
  (other.expiresAt === undefined || other.expiresAt > credential.expiresAt);

const startedLater = (other: Credential, credential: Credential): boolean =>
  other.startsAt !== undefined && credential.startsAt !== undefined && other.startsAt > credential.startsAt;

/** Between the end of the one and the beginning of the other there must be no time without either. */
const beginsInTime = (other: Credential, credential: Credential): boolean =>
  other.startsAt !== undefined &&
  credential.expiresAt !== undefined &&
  other.startsAt <= credential.expiresAt;
