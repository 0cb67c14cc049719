import { fail, ok, type Result } from './result.ts';

/** One record of a table of separated values. */
export interface CsvRow {
  /** The line in which it begins, counted from 1. */
  readonly line: number;
  /** By the name of the column, as `nameOf` has it; what is empty is left out. */
  readonly cells: ReadonlyMap<string, string>;
  /** It has more cells than the header has names. */
  readonly isTooLong: boolean;
}

export interface CsvTable {
  /** The names of the columns as they are written, in their order. */
  readonly header: readonly string[];
  readonly rows: readonly CsvRow[];
}

export interface CsvFault {
  readonly line: number;
  readonly what: 'OPEN_QUOTE' | 'TEXT_AFTER_QUOTE' | 'NO_HEADER' | 'COLUMN_TWICE' | 'COLUMN_WITHOUT_NAME';
}

interface Cells {
  readonly line: number;
  readonly cells: readonly string[];
}

/** Names of columns are told apart without regard to case and the blanks around them. */
export const nameOf = (column: string): string => column.trim().toLowerCase();

/**
 * A table with a header, as RFC 4180 has it; a semicolon or a tab may stand in place of the comma, as spreadsheets of many
 * countries write it. Nothing in a cell is ever calculated. What can't be told for sure is a fault, not a guess.
 */
export const readCsv = (text: string): Result<CsvTable, CsvFault> => {
  const whole = text.startsWith('\uFEFF') ? text.slice(1) : text;
  const records = recordsOf(whole, separatorOf(whole));
  if (!records.ok) return records;
  const [first, ...others] = records.value.filter(({ cells }) => cells.some((cell) => cell.trim() !== ''));
  if (first === undefined) return fail({ line: 1, what: 'NO_HEADER' });
  const names = first.cells.map(nameOf);
  if (names.includes('')) return fail({ line: first.line, what: 'COLUMN_WITHOUT_NAME' });
  if (new Set(names).size < names.length) return fail({ line: first.line, what: 'COLUMN_TWICE' });
  const rows = others.map(({ line, cells }) => ({
    line,
    isTooLong: cells.slice(names.length).some((cell) => cell.trim() !== ''),
    cells: new Map(
      names.flatMap((name, index): [string, string][] => {
        const cell = cells[index]?.trim() ?? '';
        return cell === '' ? [] : [[name, cell]];
      }),
    ),
  }));
  return ok({ header: first.cells.map((cell) => cell.trim()), rows });
};

/** What stands most often between the names of the header. */
const separatorOf = (text: string): string => {
  const header = (/^\s*([^\r\n]*)/.exec(text)?.[1] ?? '').replaceAll(/"[^"]*"/g, '');
  const count = (separator: string) => header.split(separator).length;
  return [',', ';', '\t'].reduce((most, other) => (count(other) > count(most) ? other : most));
};

/** A cell: in quotes, in which two stand for one, or without any; then what comes after it. */
const recordsOf = (text: string, separator: string): Result<readonly Cells[], CsvFault> => {
  const records: Cells[] = [];
  let [at, line, start] = [0, 1, 1];
  let cells: string[] = [];
  while (at < text.length) {
    let cell: string;
    if (text[at] === '"') {
      const end = endOfQuoted(text, at);
      if (end === undefined) return fail({ line, what: 'OPEN_QUOTE' });
      cell = text.slice(at + 1, end).replaceAll('""', '"');
      line += cell.split('\n').length - 1;
      at = end + 1;
      if (at < text.length && ![separator, '\r', '\n'].includes(text[at] ?? ''))
        return fail({ line, what: 'TEXT_AFTER_QUOTE' });
    } else {
      const from = at;
      while (at < text.length && ![separator, '\r', '\n'].includes(text[at] ?? '')) at += 1;
      cell = text.slice(from, at);
    }
    cells.push(cell);
    if (text[at] === separator) {
      at += 1;
      if (at < text.length) continue;
      cells.push('');
    } else at += text.startsWith('\r\n', at) ? 2 : 1;
    records.push({ line: start, cells });
    line += 1;
    [cells, start] = [[], line];
  }
  return ok(records);
};

const endOfQuoted = (text: string, from: number): number | undefined => {
  for (let at = from + 1; at < text.length; at += 1) {
    if (text[at] !== '"') continue;
    if (text[at + 1] !== '"') return at;
    at += 1;
  }
  return undefined;
};

/** What is wrong, for people. */
export const csvFaultWords = ({ line, what }: CsvFault): string => {
  const words: Readonly<Record<CsvFault['what'], string>> = {
    OPEN_QUOTE: 'a cell begins with a quotation mark that nothing closes',
    TEXT_AFTER_QUOTE: 'something follows the quotation mark that closes a cell',
    NO_HEADER: 'there is no header: the first line names the columns',
    COLUMN_TWICE: 'the header names a column twice',
    COLUMN_WITHOUT_NAME: 'the header has a column without a name',
  };
  return `line ${line}: ${words[what]}`;
};
