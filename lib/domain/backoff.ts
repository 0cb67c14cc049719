import { type Duration, hours, type Instant, plus } from './time.ts';

const LONGEST: Duration = hours(1);

/** When to try again after the nth failure in a row: the first wait, doubled each time, never more than an hour. */
export const nextTry = (now: Instant, first: Duration, failures: number): Instant =>
  plus(now, Math.min(LONGEST, first * 2 ** Math.min(failures - 1, 30)) as Duration);
