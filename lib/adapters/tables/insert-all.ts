import type { Instant } from '../../domain/time.ts';
import { type Codec, newNonce, rowOf } from './aggregate-table.ts';
import { dueKeyOf, dueRow } from './due-rows.ts';
import { stateColumns, uncheckedColumns } from './state-columns.ts';
import { inParts, MOST_WRITES, type Table, type Write } from './table.ts';

interface Entry<Key, State> {
  readonly key: Key;
  readonly state: State;
}

/** So many transactions are under way at once; each is a few hundred kilobytes of text on its way out. */
const LANES = 4;
/** An aggregate is two rows: its state, and when it is due. */
const ROWS = 2;

/**
 * Inserts many new aggregates of one making, a transaction for fifty of a partition. Where one of the fifty is there already, none of
 * them is written, and all are answered: whoever asked writes them one by one. So is what was written and whose answer was
 * lost, since the second try finds the rows of the first.
 */
export const insertAll = async <Key, State>(
  table: Table,
  codec: Codec<Key, State>,
  entries: readonly Entry<Key, State>[],
  dueAt: Instant,
): Promise<readonly State[]> => {
  const byPartition = new Map<string, { readonly state: State; readonly writes: readonly Write[] }[]>();
  const nonce = newNonce();
  for (const [index, { key, state }] of entries.entries()) {
    const place = codec.placeOf(key);
    const dueKey = dueKeyOf(dueAt, place.rowKey);
    const columns =
      index === 0
        ? stateColumns(table.name, place, codec, state)
        : uncheckedColumns(table.name, place, codec.version, state);
    const row = rowOf(place, codec, state, columns, { nonce, dueKey });
    const rows = byPartition.get(place.partitionKey) ?? [];
    rows.push({
      state,
      writes: [
        { kind: 'insert', row },
        { kind: 'put', row: dueRow(place.partitionKey, dueKey) },
      ],
    });
    byPartition.set(place.partitionKey, rows);
  }
  const parts = [...byPartition.values()].flatMap((rows) => inParts(rows, MOST_WRITES / ROWS));
  const refused: State[] = [];
  const line = parts.values();
  const lane = async (): Promise<void> => {
    for (const part of line) {
      const done = await table.transact(part.flatMap(({ writes }) => writes));
      if (!done.ok) refused.push(...part.map(({ state }) => state));
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  return refused;
};
