import { describe, expect, test } from '@jest/globals';
import { dayOf, weekOf } from '../../lib/domain/calendar.ts';
import { parseInstant } from '../../lib/domain/time.ts';

describe('a day and its week, in UTC', () => {
  test.each([
    ['2026-11-16T00:00:00Z', '2026-11-16', '2026-11-16'],
    ['2026-11-15T23:59:59.999Z', '2026-11-15', '2026-11-09'],
    ['2026-11-22T12:00:00Z', '2026-11-22', '2026-11-16'],
    ['2027-01-01T00:00:00Z', '2027-01-01', '2026-12-28'],
    ['2028-02-29T06:00:00Z', '2028-02-29', '2028-02-28'],
    ['1970-01-01T00:00:00Z', '1970-01-01', '1969-12-29'],
    ['2026-11-18T01:00:00+14:00', '2026-11-17', '2026-11-16'],
  ])('of %s are %s and %s', (at, day, week) => {
    expect(dayOf(parseInstant(at)!)).toBe(day);
    expect(weekOf(parseInstant(at)!)).toBe(week);
  });
});
