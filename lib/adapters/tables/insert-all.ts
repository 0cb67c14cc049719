import type { Instant } from '../../domain/time.ts';
import { type Codec, newNonce, rowOf } from './aggregate-table.ts';
import { dueKeyOf, dueRow } from './due-rows.ts';
import { stateColumns, uncheckedColumns } from './state-columns.ts';
import { inParts, MOST_WRITES, type Place, type Table, type Write } from './table.ts';

interface Entry<Key, State> {
  readonly key: Key;
  readonly state: State;
  /** JSON of some of the state's values that there is already. */
  readonly texts: Readonly<Record<string, string>>;
}

interface Placed<State> extends Pick<Entry<never, State>, 'state' | 'texts'> {
  readonly place: Place;
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
  const nonce = newNonce();
  const byPartition = new Map<string, Placed<State>[]>();
  for (const { key, state, texts } of entries) {
    const place = codec.placeOf(key);
    const placed = byPartition.get(place.partitionKey) ?? [];
    placed.push({ place, state, texts });
    byPartition.set(place.partitionKey, placed);
  }
  const [first] = byPartition.values();
  // All are of one making, so that one of them tells whether they can be read again.
  if (first?.[0] !== undefined) stateColumns(table.name, first[0].place, codec, first[0].state);

  const due = dueKeyOf(dueAt, '');
  const writesOf = ({ place, state, texts }: Placed<State>): readonly Write[] => {
    const dueKey = `${due}${place.rowKey}`;
    const columns = uncheckedColumns(table.name, place, codec.version, state, texts);
    return [
      { kind: 'insert', row: rowOf(place, codec, state, columns, { nonce, dueKey }) },
      { kind: 'put', row: dueRow(place.partitionKey, dueKey) },
    ];
  };
  const refused: State[] = [];
  const line = [...byPartition.values()].flatMap((placed) => inParts(placed, MOST_WRITES / ROWS)).values();
  const lane = async (): Promise<void> => {
    for (const part of line) {
      // Rows are made when it is their turn: text that lives for a moment costs the least memory.
      const done = await table.transact(part.flatMap(writesOf));
      if (!done.ok) refused.push(...part.map(({ state }) => state));
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  return refused;
};
