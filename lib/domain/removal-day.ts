import { fail, ok, type Result } from './result.ts';
import { days, earlier, hours, type Instant, later, parseInstant, plus } from './time.ts';

export type DayRefusal = 'NO_DAY' | 'PAST';

/**
 * When the old credential goes, if people want it gone on that day: at noon in UTC, which is that day almost everywhere.
 *
 * Invariant: never after its own expiry. A day that is over is refused, since nobody can mean it; today means now.
 */
export const removalOn = (day: string, oldExpiresAt: Instant, now: Instant): Result<Instant, DayRefusal> => {
  const begin = parseInstant(`${day}T00:00:00Z`);
  if (begin === undefined) return fail('NO_DAY');
  if (now >= plus(begin, days(1))) return fail('PAST');
  return ok(earlier(oldExpiresAt, later(plus(begin, hours(12)), now)));
};
