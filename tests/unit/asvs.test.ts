import { describe, expect, test } from '@jest/globals';
import { claimsIn, isThere } from '../support/claims.ts';

const items = claimsIn('docs/asvs.md');

/** What of the standard concerns a link, its page, its sign-in and what stands behind them. */
const CONCERNED = `
  2.3.1 2.3.2 2.3.3 2.3.4 2.3.5 2.4.1 2.4.2
  3.2.1 3.2.2 3.3.1 3.3.2 3.3.3 3.3.4 3.4.1 3.4.2 3.4.3 3.4.4 3.4.5 3.4.6 3.4.7 3.4.8
  3.5.1 3.5.2 3.5.3 3.5.4 3.5.8 3.6.1 3.7.5
  4.1.1 4.1.3 4.1.4
  6.1.1 6.3.3 6.3.6 6.3.8 6.4.1 6.5.1 6.5.2 6.5.3 6.5.4 6.5.5 6.6.2 6.6.3 6.8.1 6.8.2 6.8.4
  7.2.1 7.2.2 7.2.3 7.2.4 7.3.1 7.3.2 7.4.1 7.5.3 7.6.2
  8.2.1 8.2.2 8.2.3 8.3.1
  10.1.2 10.2.1 10.5.1 10.5.2 10.5.3 10.5.4
  11.2.4 11.3.2 11.3.3 11.3.4 11.5.1
  12.1.1 12.2.1
  13.2.1 13.2.2 13.3.1 13.3.2 13.3.3 13.3.4 13.4.2 13.4.4 13.4.5 13.4.6
  14.2.1 14.2.2 14.2.5 14.2.6 14.2.7 14.3.1 14.3.2 14.3.3
  15.3.4 15.4.2
  16.2.1 16.2.2 16.2.3 16.2.4 16.2.5 16.3.2 16.4.1 16.4.2 16.4.3 16.5.1 16.5.2 16.5.3 16.5.4`;

describe('ASVS 5.0.0', () => {
  test('is answered item by item, as far as it concerns a link', () => {
    expect(items.map(({ number }) => number)).toEqual(CONCERNED.trim().split(/\s+/));
  });

  test.each(items)('V$number $text', ({ shownBy, open }) => {
    expect(shownBy.filter((one) => !isThere(one))).toEqual([]);
    expect(shownBy.length > 0).toBe(open === undefined);
  });
});
