import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readCsv } from '../../lib/domain/csv.ts';

const quoted = (cell: string): string => `"${cell.replaceAll('"', '""')}"`;

describe('separated values', () => {
  test('are what was written, whatever is in the cells, the separator and the ends of lines', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', 'ü', '"', ',', ';', '\t', '\n', ' ', '=') });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(cell, cell), { maxLength: 6 }),
        fc.constantFrom(',', ';', '\t'),
        fc.constantFrom('\n', '\r\n'),
        fc.boolean(),
        (rows, separator, end, endsOpen) => {
          const text = [['first', 'second'], ...rows].map((row) => row.map(quoted).join(separator)).join(end);
          const read = readCsv(text + (endsOpen ? '' : end));
          const wanted = rows
            .map((row) => row.map((part) => part.trim()))
            .filter((row) => row.some((part) => part !== ''));
          expect(read).toMatchObject({ ok: true });
          if (!read.ok) return;
          expect(
            read.value.rows.map(({ cells }) => [cells.get('first') ?? '', cells.get('second') ?? '']),
          ).toEqual(wanted);
        },
      ),
    );
  });

  test('know in which line a row begins, though cells have lines of their own', () => {
    const read = readCsv('a,b\n"one\ntwo",x\n\n3,4');
    expect(read.ok && read.value.rows.map(({ line }) => line)).toEqual([2, 5]);
  });

  test('may end within a row: a cell that is missing is empty', () => {
    const read = readCsv('a,b,c\n1,\n,2');
    expect(read.ok && read.value.rows.map(({ cells }) => Object.fromEntries(cells))).toEqual([
      { a: '1' },
      { b: '2' },
    ]);
  });

  test.each([
    ['', 'NO_HEADER', 1],
    ['\n \n', 'NO_HEADER', 1],
    ['a,,b', 'COLUMN_WITHOUT_NAME', 1],
    ['a, A', 'COLUMN_TWICE', 1],
    ['a\n"x', 'OPEN_QUOTE', 2],
    ['a\n"x"y', 'TEXT_AFTER_QUOTE', 2],
  ])('%j are refused as %s', (text, what, line) => {
    expect(readCsv(text)).toEqual({ ok: false, failure: { line, what } });
  });
});
