import type { Concern } from './credential.ts';
import type { CredentialId, SilenceId } from './ids.ts';
import type { Rung, Stage } from './policy.ts';
import type { Instant } from './time.ts';

/** Something that wants a person's eye, but is no stage. Each is said once of one credential and one end. */
export type Finding =
  /** What its source shows to be wrong with it. */
  | Concern['what']
  /** It never ends. */
  | 'no-expiry'
  /** It had ended long before it was first seen. */
  | 'long-expired'
  /** It lives longer than the policy allows. */
  | 'over-long'
  /** It ended before it began: it never worked, and whoever made it may not know. */
  | 'expired-before-start'
  /** It has expired and nobody needs it: it can be removed. */
  | 'unused-expired';

/** Who is told. `owner`: all of the first link of the owner chain. */
export type NoticeTarget = 'owner' | Rung;

/** Why a notice is owed. */
export type NoticeCause = 'stage' | 'reminder' | 'exception-half-time' | 'exception-ended';

/** A mail that is owed for one credential. */
export interface OwedNotice {
  readonly stage: Stage;
  readonly cause: NoticeCause;
  readonly to: readonly NoticeTarget[];
  readonly attempts: number;
  readonly nextTryAt: Instant;
  /** Until then someone is sending it, and nobody else does. */
  readonly takenUntil: Instant | undefined;
  /** Who needs it no more: keys of recipients. When another address fails, these are not mailed again. */
  readonly delivered: readonly string[];
  /** The end of an exception under which the credential stands: nothing else is advised until then. */
  readonly exceptionUntil: Instant | undefined;
}

/** One mail that was sent: what, when, and as what the reader was written to. */
export interface Told {
  readonly at: Instant;
  readonly stage: Stage;
  readonly cause: NoticeCause;
  /** Keys of the recipients: `tenant/object id`, `team-mailbox`, `security-contact`. */
  readonly to: readonly string[];
}

/** A word that was said about an exception. */
export interface SaidException {
  readonly silence: SilenceId;
  readonly what: 'half-time' | 'ended';
}

/** What we remember of one credential between judgings. */
export interface Judged {
  readonly firstSeenAt: Instant;
  /** The expiry that the rest is about: a new expiry under the same key starts anew. */
  readonly expiresAt: Instant | undefined;
  /** The closest stage that was said. */
  readonly announced: Stage | undefined;
  /** When that stage began under the policy of the time; with another policy it tells what was said. */
  readonly announcedFrom: Instant | undefined;
  /** When it was said. */
  readonly saidAt: Instant | undefined;
  /** Findings that were said once. */
  readonly findings: readonly Finding[];
  readonly exceptions: readonly SaidException[];
  /** A notice that is still owed. */
  readonly notice: OwedNotice | undefined;
  /** When the owner is reminded next. */
  readonly remindAt: Instant | undefined;
  /** The last mails about it, the oldest first. */
  readonly told: readonly Told[];
}

export type JudgedCredentials = Readonly<Record<CredentialId, Judged>>;

/** Whether a notice is to be sent now: the first time at once, then when its time has come, and by one only. */
export const isOwedNow = ({ attempts, nextTryAt, takenUntil }: OwedNotice, now: Instant): boolean =>
  takenUntil === undefined ? attempts === 0 || nextTryAt <= now : takenUntil <= now;

/** How many mails are remembered of one credential; the audit has them all. */
export const TOLD_AT_MOST = 8;

/** A credential of which nothing was said yet. */
export const unjudged = (firstSeenAt: Instant, expiresAt: Instant | undefined): Judged => ({
  firstSeenAt,
  expiresAt,
  announced: undefined,
  announcedFrom: undefined,
  saidAt: undefined,
  findings: [],
  exceptions: [],
  notice: undefined,
  remindAt: undefined,
  told: [],
});
