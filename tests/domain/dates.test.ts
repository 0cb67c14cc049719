import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { nextTry } from '../../lib/domain/backoff.ts';
import { retirementDate } from '../../lib/domain/retirement.ts';
import { testingAllowedByDefault } from '../../lib/domain/tenant.ts';
import { days, type Duration, hours, minus, plus, seconds } from '../../lib/domain/time.ts';
import { instants } from '../support/arbitraries/values.ts';
import { NOW } from '../support/builders.ts';

describe('the next try', () => {
  test.each([
    [1, seconds(30)],
    [2, seconds(60)],
    [3, seconds(120)],
    [7, seconds(1920)],
    [8, hours(1)],
    [9, hours(1)],
    [10_000, hours(1)],
  ])('after failure %d comes in %d ms', (failures, wait) => {
    expect(nextTry(NOW, seconds(30), failures)).toBe(plus(NOW, wait));
  });

  test('never comes sooner than the one before it, and always within an hour', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: days(2) }),
        fc.integer({ min: 1, max: 5000 }),
        (first, failures) => {
          const [wait, next] = [failures, failures + 1].map((n) => nextTry(NOW, first as Duration, n) - NOW);
          expect(wait).toBeGreaterThan(0);
          expect(next).toBeGreaterThanOrEqual(wait!);
          expect(next).toBeLessThanOrEqual(hours(1));
        },
      ),
    );
  });
});

describe('the old credential goes', () => {
  test.each([
    ['after the overlap', days(20), days(14), days(14)],
    ['at its own end, if that comes first', days(5), days(14), days(5)],
    ['at once, when it has expired', days(-3), days(14), days(-3)],
    ['at once, when there is no overlap', days(20), 0, 0],
  ])('%s', (_when, left, overlap, expected) => {
    const expiresAt = plus(NOW, left);
    expect(retirementDate(expiresAt, NOW, overlap as Duration)).toBe(plus(NOW, expected as Duration));
  });

  test('never after its own end', () => {
    fc.assert(
      fc.property(instants, instants, fc.nat(), (expiresAt, issuedAt, overlap) => {
        expect(retirementDate(expiresAt, issuedAt, overlap as Duration)).toBeLessThanOrEqual(expiresAt);
      }),
    );
    expect(retirementDate(minus(NOW, days(1)), NOW, days(14))).toBe(minus(NOW, days(1)));
  });
});

describe('automated testing', () => {
  test.each([
    ['DEV', true],
    ['DEVL', true],
    ['development', true],
    ['NLE', false],
    ['LIVE', false],
    ['NONDEV', false],
    ['', false],
  ])('of an environment that is called %j is allowed by default: %s', (environment, allowed) => {
    expect(testingAllowedByDefault(environment)).toBe(allowed);
  });
});
