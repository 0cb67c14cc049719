import { describe, expect, test } from '@jest/globals';
import { nextTry } from '../../lib/domain/backoff.ts';
import { dayOf, weekOf } from '../../lib/domain/calendar.ts';
import { retirementDate } from '../../lib/domain/retirement.ts';
import { testingAllowedByDefault } from '../../lib/domain/tenant.ts';
import { days, hours, instantOfMs, parseInstant, plus, seconds } from '../../lib/domain/time.ts';
import { NOW } from '../support/builders.ts';

const at = (text: string) => parseInstant(`${text}Z`)!;

describe('the next try', () => {
  test.each([
    [1, 30],
    [2, 60],
    [3, 120],
    [7, 1920],
    [8, 3600],
    [31, 3600],
    [1000, 3600],
  ])('after failure %d is in %d seconds', (failures, wait) => {
    expect(nextTry(NOW, seconds(30), failures)).toBe(plus(NOW, seconds(wait)));
  });

  test('is never more than an hour away, whatever the first wait was', () => {
    expect(nextTry(NOW, hours(2), 1)).toBe(plus(NOW, hours(1)));
  });
});

describe('the calendar', () => {
  test.each([
    ['2026-11-16T00:00:00', '2026-11-16', '2026-11-16'],
    ['2026-11-22T23:59:59.999', '2026-11-22', '2026-11-16'],
    ['2026-11-23T00:00:00', '2026-11-23', '2026-11-23'],
    ['2027-01-01T12:00:00', '2027-01-01', '2026-12-28'],
    ['2028-02-29T12:00:00', '2028-02-29', '2028-02-28'],
    ['2028-03-01T00:00:00', '2028-03-01', '2028-02-28'],
  ])('%s is in the day %s, and in the week of Monday %s', (when, day, monday) => {
    expect([dayOf(at(when)), weekOf(at(when))]).toEqual([day, monday]);
  });
});

describe('the day on which the old credential is removed', () => {
  test.each([
    ['the end of the overlap', 100, 14, 14],
    ['its own end, where that is earlier', 10, 14, 10],
    ['both, where they are the same', 14, 14, 14],
  ])('is %s', (_what, ends, overlap, removed) => {
    expect(retirementDate(plus(NOW, days(ends)), NOW, days(overlap))).toBe(plus(NOW, days(removed)));
  });
});

describe('automated testing', () => {
  test.each([
    ['DEV', true],
    ['devl', true],
    ['DEVL-2', true],
    ['LIVE', false],
    ['NLE', false],
    ['MY-DEV', false],
    ['', false],
  ])('of a tenant called %j: %s', (environment, allowed) => {
    expect(testingAllowedByDefault(environment)).toBe(allowed);
  });

  test('has a clock that begins in 1970', () => {
    expect(dayOf(instantOfMs(0))).toBe('1970-01-01');
  });
});
