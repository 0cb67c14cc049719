import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { csvFaultWords, nameOf, readCsv } from '../../lib/domain/csv.ts';

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

  test('may begin with the mark of their encoding, which is part of no name', () => {
    const read = readCsv('\uFEFF"a,1",b\n1,2');
    expect(read.ok && read.value.header).toEqual(['a,1', 'b']);
  });

  test('have names as they are written, without the blanks around them', () => {
    const read = readCsv(' Device , SERIAL\nx,y');
    expect(read.ok && read.value.header).toEqual(['Device', 'SERIAL']);
    expect(read.ok && [...(read.value.rows[0]?.cells ?? [])]).toEqual([
      ['device', 'x'],
      ['serial', 'y'],
    ]);
    expect(nameOf('  Valid To ')).toBe('valid to');
  });

  test('have rows that are too long where something stands beyond the last name, and not where nothing does', () => {
    const read = readCsv('a,b\n1,2\n1,2,3\n1,2, ,\n1,2,,3');
    expect(read.ok && read.value.rows.map(({ isTooLong }) => isTooLong)).toEqual([false, true, false, true]);
  });

  test.each([
    ['what stands in a name in quotes does not count', '"a;b;c;d",e\n1,2', ['a;b;c;d', 'e']],
    ['lines before the header are passed over', '\n \na;b;c\n1,2,3,4,5', ['a', 'b', 'c']],
    ['what stands in rows does not count', 'a;b\n1,2,3,4', ['a', 'b']],
    ['without any, a comma is one', 'a\n1', ['a']],
  ])('are separated by what stands most often in the header: %s', (_, text, header) => {
    const read = readCsv(text);
    expect(read.ok && read.value.header).toEqual(header);
  });

  test('of one column have the comma as separator, so that a second cell is noticed', () => {
    const read = readCsv('a\n1,2\n1;2');
    expect(read.ok && read.value.rows.map(({ isTooLong }) => isTooLong)).toEqual([true, false]);
  });

  test.each(['\r', '\n', '\r\n'])('end their lines with %j, and each counts once', (end) => {
    const read = readCsv(['a,b', '1,2', '"3"', '4,'].join(end));
    expect(read.ok && read.value.rows.map(({ line, cells }) => [line, ...cells.values()])).toEqual([
      [2, '1', '2'],
      [3, '3'],
      [4, '4'],
    ]);
  });

  test.each([
    ['OPEN_QUOTE', 'line 7: a cell begins with a quotation mark that nothing closes'],
    ['TEXT_AFTER_QUOTE', 'line 7: something follows the quotation mark that closes a cell'],
    ['NO_HEADER', 'line 7: there is no header: the first line names the columns'],
    ['COLUMN_TWICE', 'line 7: the header names a column twice'],
    ['COLUMN_WITHOUT_NAME', 'line 7: the header has a column without a name'],
  ] as const)('that are faulty are told to people by line: %s', (what, words) => {
    expect(csvFaultWords({ line: 7, what })).toBe(words);
  });
});
