import { fail, ok, type Result } from './result.ts';
import { earlier, type Instant, later, parseInstant } from './time.ts';

export type DayRefusal = 'NO_DAY' | 'PAST';

/**
 * When the old credential goes, if people want it gone on that day: at noon in UTC, which is that day almost everywhere.
 *
 * Invariant: never after its own expiry. A day that is over is refused, since nobody can mean it; today means now.
 */
export const removalOn = (day: string, oldExpiresAt: Instant, now: Instant): Result<Instant, DayRefusal> => {
  const noon = /^\d{4}-\d{2}-\d{2}$/.test(day) ? parseInstant(`${day}T12:00:00Z`) : undefined;
  const midnight = /^\d{4}-\d{2}-\d{2}$/.test(day) ? parseInstant(`${day}T23:59:59Z`) : undefined;
  if (noon === undefined || midnight === undefined) return fail('NO_DAY');
  if (midnight < now) return fail('PAST');
  return ok(earlier(oldExpiresAt, later(noon, now)));
};
