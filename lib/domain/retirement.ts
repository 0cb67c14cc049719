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
