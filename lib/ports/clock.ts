import type { Instant } from '../domain/time.ts';

/** The time. A use case asks once and passes the answer down. */
export interface Clock {
  now(): Instant;
}
