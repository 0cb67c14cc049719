import { type Duration, type Instant, instantOfMs, plus } from '../../../lib/domain/time.ts';
import type { Clock } from '../../../lib/ports/clock.ts';

/** A clock that stands until someone moves it. */
export interface HandClock extends Clock {
  wait(duration: Duration): void;
  /** To any instant, also an earlier one: clocks do jump. */
  set(instant: Instant): void;
}

/** Midday in a working week, far from every edge of a day, month or year. */
const START = instantOfMs(Date.UTC(2026, 10, 18, 12));

export const fakeClock = (start: Instant = START): HandClock => {
  let now = start;
  return {
    now: () => now,
    wait: (duration) => {
      now = plus(now, duration);
    },
    set: (instant) => {
      now = instant;
    },
  };
};
