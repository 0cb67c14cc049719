import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  lateThreshold,
  leadOf,
  renewalBegins,
  renewsWithin,
  validityOf,
} from '../../lib/domain/certificate-profile.ts';
import { days, parseInstant, plus } from '../../lib/domain/time.ts';

const YEAR = days(365);
const LIMIT = days(120);

describe('a certificate profile', () => {
  test('lets devices begin when so much of the validity is left', () => {
    expect(renewsWithin({ validity: YEAR, renewalThreshold: 20 })).toBe(days(73));
    const end = parseInstant('2027-03-01T00:00:00Z')!;
    expect(plus(renewalBegins({ validity: YEAR, renewalThreshold: 20 }, end), days(73))).toBe(end);
  });

  test.each([
    [20, YEAR, true],
    [32, YEAR, true], // 116.8 days
    [33, YEAR, false], // 120.45 days
    [20, days(730), false], // 146 days
    [20, days(47), false], // lives less than 120 days
    [1, LIMIT, false],
  ])('that begins at %d %% is late or not', (renewalThreshold, validity, isLate) => {
    const concern = lateThreshold({ validity, renewalThreshold }, LIMIT);
    expect(concern?.what).toBe(isLate ? 'late-renewal-threshold' : undefined);
  });

  test('says in days what it is and what is wanted', () => {
    expect(lateThreshold({ validity: YEAR, renewalThreshold: 20 }, LIMIT)?.detail).toBe(
      'Devices begin to renew 73 days before the end, at 20 % of 365 days; 120 days are wanted.',
    );
  });

  test('has as its lead the larger of the limit and its own percentage, and is late if and only if it lies below', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 99 }),
        fc.integer({ min: 1, max: 3650 }),
        (renewalThreshold, length) => {
          const profile = { validity: days(length), renewalThreshold };
          expect(leadOf(profile, LIMIT)).toBe(Math.max(LIMIT, renewsWithin(profile)));
          expect(lateThreshold(profile, LIMIT) !== undefined).toBe(
            length > 120 && renewsWithin(profile) < leadOf(profile, LIMIT),
          );
        },
      ),
    );
  });

  test('counts in days, months and years, and in nothing else', () => {
    expect([validityOf(10, 'days'), validityOf(1, 'years'), validityOf(2, 'months')]).toEqual([
      days(10),
      YEAR,
      days(56),
    ]);
    expect(validityOf(1, 'fortnights')).toBeUndefined();
  });
});
