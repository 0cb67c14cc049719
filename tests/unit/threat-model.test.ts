import { describe, expect, test } from '@jest/globals';
import { claimsIn, isThere } from '../support/claims.ts';

const threats = claimsIn('docs/threat-model.md');

describe('the threat model', () => {
  test('numbers its threats from 1 to 32, and then on, each once', () => {
    expect(threats.length).toBeGreaterThanOrEqual(32);
    expect(threats.map(({ number }) => number)).toEqual(threats.map((_, index) => String(index + 1)));
  });

  test.each(threats)('shows $number, or says why not: $text', ({ shownBy, open }) => {
    expect(shownBy.filter((one) => !isThere(one))).toEqual([]);
    expect(shownBy.length > 0).toBe(open === undefined);
  });
});

test('a claim that no test shows is found', () => {
  const file = 'tests/unit/threat-model.test.ts';
  expect(isThere({ file, title: 'a claim that no test shows is found' })).toBe(true);
  expect(isThere({ file, title: 'a claim that no test' })).toBe(false);
  expect(isThere({ file, title: 'shows $number, or says why not: $text' })).toBe(true);
  expect(isThere({ file: 'tests/unit/no-such.test.ts', title: 'the threat model' })).toBe(false);
});
