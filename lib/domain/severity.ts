import type { Credential, Subject } from './credential.ts';
import { type Duration, type Instant, plus } from './time.ts';

export type Severity = 'low' | 'medium' | 'high' | 'critical';

/** From the least to the gravest. */
export const SEVERITIES = ['low', 'medium', 'high', 'critical'] as const satisfies readonly Severity[];

const OUTAGE = 3;

const severityAt = (step: number): Severity => SEVERITIES[Math.min(OUTAGE, Math.max(0, step))] ?? 'critical';

/**
 * How grave the end would be, before anything is said of when. An expired Entra credential stops sign-in; a Key Vault
 * item's end is advisory, since the vault still hands it out. Rights over the tenant make either one step graver, and so
 * does it that a whole domain of people can't sign in.
 */
const stakes = (subject: Subject): number =>
  OUTAGE -
  (subject.source === 'key-vault' ? 1 : 0) +
  (subject.privileged === true || subject.kind === 'federated-domain' ? 1 : 0);

/** The severity that the end of any credential of a subject has in itself: it changes only when the facts do. */
export const impactOf = (subject: Subject): Severity => severityAt(stakes(subject));

/** What makes a statement more or less grave than its subject's impact. */
export interface Circumstances {
  /** 0 once it has expired, 1 in the last two stages before, 2 in those before them. */
  readonly distance: 0 | 1 | 2;
  /** A newer credential exists that may serve another client. */
  readonly isPerhapsReplaced: boolean;
  /** Known to lie unused. */
  readonly isUnused: boolean;
}

/** One step lower for each stretch of time that is left, for each doubt whether anyone needs it. */
export const severityOf = (
  subject: Subject,
  { distance, isPerhapsReplaced, isUnused }: Circumstances,
): Severity => severityAt(stakes(subject) - distance - (isPerhapsReplaced ? 1 : 0) - (isUnused ? 1 : 0));

/** Known to lie unused: a last use is on record, and long ago. No record at all proves nothing. */
export const isUnused = (
  { lastUsedAt }: Pick<Credential, 'lastUsedAt'>,
  after: Duration,
  now: Instant,
): boolean => lastUsedAt !== undefined && plus(lastUsedAt, after) <= now;
