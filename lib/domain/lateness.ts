import { between, type Duration, type Instant, later } from './time.ts';

/** When a stage could be said at the earliest: it has begun, the credential has been seen, and its source may speak. */
export interface Sayable {
  readonly from: Instant;
  readonly firstSeenAt: Instant;
  readonly armedAt: Instant;
}

/**
 * How long after the earliest moment a stage is said. It holds the time to the next run of the judge, and whatever kept
 * that from saying it: the storm cap, an outage, runs that were missed.
 */
export const latenessOf = ({ from, firstSeenAt, armedAt }: Sayable, now: Instant): Duration =>
  between(later(from, later(firstSeenAt, armedAt)), now);
