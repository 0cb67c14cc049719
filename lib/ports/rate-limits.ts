import type { Duration, Instant } from '../domain/time.ts';

/** How often something happened, in windows that follow one another. */
export interface Tally {
  readonly count: number;
  /** When counting begins anew. */
  readonly until: Instant;
}

/** Counts what must not happen too often. `what` names what is counted and for whom, and is kept only as a hash. */
export interface RateLimits {
  tally(what: string, window: Duration, now: Instant): Promise<Tally>;
  /** Counts one more. A count may be lost only when many are written in the same moment. */
  add(what: string, window: Duration, now: Instant): Promise<void>;
}
