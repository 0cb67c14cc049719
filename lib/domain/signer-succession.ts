import type { Credential, CredentialKind } from './credential.ts';
import type { Instant } from './time.ts';

/**
 * Kinds of which one is chosen, so that being newer says nothing: the directory signs with the one that is preferred, and
 * encrypts with the one that is named. The day on which the chosen one ends, it still uses that one.
 */
const CHOSEN: readonly CredentialKind[] = [
  'saml-signing-certificate',
  'token-signing-certificate',
  'token-encryption-certificate',
];

export const isChosenByRole = ({ kind }: Pick<Credential, 'kind'>): boolean => CHOSEN.includes(kind);

type Succession = 'none' | 'replaced' | 'waiting' | 'unsure';

/**
 * What became of one of which one is chosen. The chosen one is replaced only by choosing another. What is not chosen has been
 * replaced, as long as the chosen one lives on. Where nobody says which is chosen, another one may be it.
 */
export const successionByChoice = (
  credential: Credential,
  others: readonly Credential[],
  now: Instant,
): Succession => {
  if (credential.role === 'primary') return 'none';
  const later = others.filter(({ enabled, expiresAt }) => enabled && isLater(expiresAt, credential, now));
  if (later.some(({ role }) => role === 'primary')) return 'replaced';
  return credential.role === undefined && later.length > 0 ? 'unsure' : 'none';
};

/** A reader who knows the next one goes over to it by itself, if that begins in time. */
export const nextInTime = (credential: Credential, others: readonly Credential[], now: Instant): boolean =>
  credential.role === 'current' &&
  others.some(
    ({ role, enabled, startsAt, expiresAt }) =>
      role === 'next' &&
      enabled &&
      isLater(expiresAt, credential, now) &&
      credential.expiresAt !== undefined &&
      (startsAt === undefined || startsAt <= credential.expiresAt),
  );

const isLater = (
  expiresAt: Instant | undefined,
  than: Pick<Credential, 'expiresAt'>,
  now: Instant,
): boolean =>
  expiresAt === undefined || (expiresAt > now && than.expiresAt !== undefined && expiresAt > than.expiresAt);
