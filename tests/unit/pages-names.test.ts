import { describe, expect, test } from '@jest/globals';
import { plainName } from '../../lib/pages/plain-name.ts';

describe('a name from a directory', () => {
  test.each([
    ['Payroll', 'Payroll'],
    ['  two\r\n lines\t', 'two lines'],
    ['turned \u202egnp.exe', 'turned gnp.exe'],
    ['nothing \u200b\ufeffto see', 'nothing to see'],
    ['family 👨‍👩‍👧', 'family 👨‍👩‍👧'],
    ['\u0000\u202e', '(no name)'],
    ['half \ud83d', 'half'],
    ['', '(no name)'],
  ])('%j is shown as %j', (name, shown) => {
    expect(plainName(name)).toBe(shown);
  });

  test('is cut when it is too long, and never within a character', () => {
    expect(plainName('x'.repeat(120))).toBe('x'.repeat(120));
    expect(plainName('x'.repeat(250))).toBe(`${'x'.repeat(119)}…`);
    expect(plainName('👨‍👩‍👧'.repeat(130))).toBe(`${'👨‍👩‍👧'.repeat(119)}…`);
  });
});
