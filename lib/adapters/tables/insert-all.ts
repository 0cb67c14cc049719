import type { Instant } from '../../domain/time.ts';
import { type Codec, newNonce, stateRow } from './aggregate-table.ts';
import { dueKeyOf, dueRow } from './due-rows.ts';
import { inSixteens } from './partitions.ts';
import { inParts, MOST_WRITES, type Table, type Write } from './table.ts';

interface Entry<Key, State> {
  readonly key: Key;
  readonly state: State;
}

/** An aggregate is two rows: its state, and when it is due. */
const ROWS = 2;

/**
 * Inserts many new aggregates, a transaction for fifty of a partition. Where one of the fifty is there already, none of
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
  for (const { key, state } of entries) {
    const place = codec.placeOf(key);
    const dueKey = dueKeyOf(dueAt, place.rowKey);
    const written = stateRow(table, codec, place, { state, expected: 'absent' }, { nonce, dueKey });
    const rows = byPartition.get(place.partitionKey) ?? [];
    rows.push({ state, writes: [written, { kind: 'put', row: dueRow(place.partitionKey, dueKey) }] });
    byPartition.set(place.partitionKey, rows);
  }
  const parts = [...byPartition.values()].flatMap((rows) => inParts(rows, MOST_WRITES / ROWS));
  const refused = await inSixteens(parts, async (part) => {
    const done = await table.transact(part.flatMap(({ writes }) => writes));
    return done.ok ? [] : part.map(({ state }) => state);
  });
  return refused.flat();
};
