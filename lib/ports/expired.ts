import type { Instant } from '../domain/time.ts';

/** Rows that are of no use to anyone once their time is over: sessions and counts. */
export interface Expired {
  /** Removes up to `limit` of them; answers how many. */
  remove(now: Instant, limit: number): Promise<number>;
}
