import { type Duration, earlier, type Instant, plus } from './time.ts';

/** When the old credential goes: after the overlap, and never after its own expiry. */
export const retirementDate = (oldExpiresAt: Instant, issuedAt: Instant, overlap: Duration): Instant =>
  earlier(oldExpiresAt, plus(issuedAt, overlap));
