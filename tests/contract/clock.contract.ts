import { describe, expect, test } from '@jest/globals';
import { parseInstant, toIso } from '../../lib/domain/time.ts';
import type { Clock } from '../../lib/ports/clock.ts';

/** What every clock promises. */
export const clockContract = (name: string, clock: Clock): void => {
  describe(`${name} as a clock`, () => {
    test('tells whole milliseconds of the years that we live in', () => {
      const now = clock.now();
      expect(Number.isSafeInteger(now)).toBe(true);
      expect(parseInstant(toIso(now))).toBe(now);
      expect(toIso(now)).toMatch(/^2\d{3}-/);
    });
  });
};
