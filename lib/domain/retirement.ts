import { type Duration, earlier, type Instant, plus } from './time.ts';

/**
 * When the old credential goes: when people said, or after the overlap; never after its own expiry. A day that had come
 * before there was a new one would leave no time to change over, so it says nothing any more.
 */
export const retirementDate = (
  oldExpiresAt: Instant,
  issuedAt: Instant,
  overlap: Duration,
  wished?: Instant,
): Instant =>
  earlier(oldExpiresAt, wished !== undefined && wished > issuedAt ? wished : plus(issuedAt, overlap));

/**
 * Why the old one was removed: nobody is known to use it, nobody could be asked, the policy holds to the date, people said so,
 * the question was open for too long, or it had ended anyway.
 */
export type RetirementBasis = 'no-use-known' | 'use-unknown' | 'on-date' | 'agreed' | 'time-over' | 'expired';

export type PostponeCause = 'old-one-in-use' | 'not-seen-in-use';

/** A removal that waits for an answer. */
export interface Postponement {
  readonly cause: PostponeCause;
  /** When it was to be removed first. */
  readonly since: Instant;
  /** How often people were asked. */
  readonly times: number;
}

export interface RetirementEvidence {
  readonly basis: RetirementBasis;
  readonly oldUsedAt: Instant | undefined;
  readonly newUsedAt: Instant | undefined;
}
