import type { Clock } from '../ports/clock.ts';
import type { Expired } from '../ports/expired.ts';

interface Deps {
  readonly expired: Expired;
  readonly clock: Clock;
}

/** How many rows one run takes on. */
const BATCH = 1000;

/** Forgets sessions, sign-ins under way and counts whose time is over: nobody could use them, and they name people. */
export const forgetExpired =
  ({ expired, clock }: Deps) =>
  async (): Promise<{ readonly forgotten: number }> => ({
    forgotten: await expired.remove(clock.now(), BATCH),
  });
