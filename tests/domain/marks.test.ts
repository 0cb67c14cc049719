import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { markOf, markTable } from '../../lib/domain/marks.ts';

const base32 = fc.stringMatching(/^[a-z2-7]{26}$/);

describe('a mark', () => {
  test('is one exact number for one text, with a prefix or without', () => {
    fc.assert(
      fc.property(base32, (text) => {
        const mark = markOf(text);
        expect(Number.isSafeInteger(mark)).toBe(true);
        expect(mark).toBeGreaterThanOrEqual(0);
        expect(markOf(`sb-${text}`)).toBe(mark);
      }),
    );
  });

  test.each([
    ['aaaaaaaaaa', 0],
    ['aaaaaaaaab', 1],
    ['aaaaaaaaaz', 25],
    ['aaaaaaaaa2', 26],
    ['aaaaaaaaa7', 31],
    ['aaaaaaaaba', 32],
    ['7777777777', 2 ** 50 - 1],
  ])('reads %s as digits of base32: %d', (text, mark) => {
    expect(markOf(`${text}${'q'.repeat(16)}`)).toBe(mark);
  });

  test('is another one for a text that differs in its first ten characters', () => {
    fc.assert(
      fc.property(base32, base32, (one, other) => {
        expect(markOf(one) === markOf(other)).toBe(one.slice(0, 10) === other.slice(0, 10));
      }),
    );
  });
});

describe('a table of marks', () => {
  test('holds what was put into it last, however much that is, and nothing else', () => {
    const marks = fc.array(fc.tuple(fc.nat(5000), fc.integer()), { maxLength: 4000, size: 'max' });
    fc.assert(
      fc.property(marks, (entries) => {
        const table = markTable();
        const expected = new Map<number, number>();
        for (const [mark, value] of entries) {
          table.set(mark * 65_537, value);
          expected.set(mark * 65_537, value);
        }
        expect(table.size()).toBe(expected.size);
        for (const [mark, value] of expected) expect(table.get(mark)).toBe(value);
        expect(table.get(1)).toBeUndefined();
      }),
      { numRuns: 30 },
    );
  });

  test('keeps everything when it grows, though all of it wants the same place', () => {
    const table = markTable();
    const marks = Array.from({ length: 3000 }, (_, n) => 7 + n * 4096);
    for (const mark of marks) table.set(mark, mark / 2);
    for (const mark of marks) table.set(mark, mark * 3);
    expect(table.size()).toBe(3000);
    expect(marks.map((mark) => table.get(mark))).toEqual(marks.map((mark) => mark * 3));
    expect(table.get(8)).toBeUndefined();
  });

  test('begins again at its first place where its last ones are taken', () => {
    const table = markTable();
    for (const mark of [1023, 2047, 3071]) table.set(mark, mark + 1);
    expect([1023, 2047, 3071, 4095].map((mark) => table.get(mark))).toEqual([1024, 2048, 3072, undefined]);
  });
});
