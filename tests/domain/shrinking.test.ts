import { describe, expect, test } from '@jest/globals';
import { isTooMany } from '../../lib/domain/shrinking.ts';

describe('what is missing at once is too much', () => {
  test.each([
    ['exactly the limit is not', 100, 1000, 10, false],
    ['one more than the limit is', 101, 1000, 10, true],
    ['a lower limit is met earlier', 51, 1000, 5, true],
    ['up to five may always be missing, even of six', 5, 6, 10, false],
    ['six of six are too many', 6, 6, 10, true],
    ['with a limit of all, all may be missing', 1000, 1000, 100, false],
    ['with a limit of none, five may all the same', 5, 1000, 0, false],
    ['and no more', 6, 1000, 0, true],
  ])('%s', (_, missing, known, limit, expected) => {
    expect(isTooMany(missing, known, limit)).toBe(expected);
  });
});
