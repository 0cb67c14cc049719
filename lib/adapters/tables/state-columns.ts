import type * as z from 'zod';
import { fromColumns, toColumns } from './chunked-text.ts';
import { rowFault } from './row-fault.ts';
import type { FoundRow, Place } from './table.ts';

/** How a state lies in a row. */
export interface StateShape<State> {
  readonly schema: z.ZodType<State>;
  /**
   * Raise it whenever the state gains or loses a key: a reader drops what it does not know, and would write the row back
   * without it. A row of a higher version is therefore refused until everyone is of that version.
   */
  readonly version: number;
}

/** A row may have 1 MiB, two bytes for each UTF-16 unit; some is left for names and keys. */
const LARGEST_STATE_BYTES = 900 * 1024;
/** Letters and digits, since an underscore means a further piece. */
const COLUMN = /^[A-Za-z][A-Za-z0-9]*$/;
const OURS: readonly string[] = ['v', 'due', 'commit', 'etag', 'timestamp', 'partitionKey', 'rowKey'];

/** Each top-level key as JSON text in columns of its own, and the version. Checked here, so that what is written can be read. */
export const stateColumns = <State>(
  table: string,
  place: Place,
  { schema, version }: StateShape<State>,
  state: State,
): Readonly<Record<string, string | number>> => {
  const checked = schema.safeParse(state);
  if (!checked.success) throw rowFault(table, place, 'this state could not be read again.', checked.error);
  return uncheckedColumns(table, place, version, checked.data);
};

/**
 * The same without asking whether it can be read: for many states of one making, of which one was checked. `texts` is the
 * JSON of values of which there is one already.
 */
export const uncheckedColumns = (
  table: string,
  place: Place,
  version: number,
  state: unknown,
  texts: Readonly<Record<string, string>> = {},
): Readonly<Record<string, string | number>> => {
  const columns: Record<string, string> = {};
  let bytes = 0;
  for (const [key, value] of Object.entries(state as Readonly<Record<string, unknown>>)) {
    if (value === undefined) continue;
    if (!COLUMN.test(key) || OURS.includes(key))
      throw rowFault(table, place, `a state can't have a key ${key}.`);
    const text = texts[key] ?? JSON.stringify(value);
    bytes += text.length * 2;
    Object.assign(columns, toColumns(key, text));
  }
  if (bytes > LARGEST_STATE_BYTES)
    throw rowFault(table, place, `the state has ${bytes} bytes, and ${LARGEST_STATE_BYTES} is the most.`);
  return { ...columns, v: version };
};

/** The state of a row, however it came there. */
export const readState = <State>(
  table: string,
  { schema, version }: StateShape<State>,
  row: FoundRow,
): State => {
  const { v } = row.columns;
  if (typeof v !== 'number' || !Number.isInteger(v) || v < 1 || v > version)
    throw rowFault(table, row, `its schema version is not one from 1 to ${version}.`);
  const keys = Object.keys(row.columns).filter((key) => COLUMN.test(key) && !OURS.includes(key));
  const parsed = schema.safeParse(Object.fromEntries(keys.map((key) => [key, readColumn(table, row, key)])));
  if (!parsed.success) throw rowFault(table, row, 'it is not what its schema says.', parsed.error);
  return parsed.data;
};

const readColumn = (table: string, row: FoundRow, key: string): unknown => {
  const text = fromColumns(key, row.columns);
  try {
    return text === undefined ? undefined : (JSON.parse(text) as unknown);
  } catch {
    // The parser's own error quotes the text, so it is left behind.
    throw rowFault(table, row, `its column ${key} is not JSON.`);
  }
};
