import { randomUUID } from 'node:crypto';
import { fail, ok } from '../../domain/result.ts';
import type { Aggregates, Change } from '../../ports/aggregates.ts';
import { dueKeyOf, dueRange, dueRow, type DueRow, isSuspect, readDueKey } from './due-rows.ts';
import { outboxRow } from './outbox-rows.ts';
import { inSixteens } from './partitions.ts';
import { rowFault } from './row-fault.ts';
import { readState, stateColumns, type StateShape } from './state-columns.ts';
import { MOST_WRITES, type Place, type Row, type StoredRow, type Table, type Write } from './table.ts';

/** How one kind of aggregate lies in its table. */
export interface Codec<Key, State> extends StateShape<State> {
  /** Every partition that a row may be in: what is due is looked for only there. */
  readonly partitions: readonly string[];
  readonly placeOf: (key: Key) => Place;
  /** Columns that are told from the state and read by queries alone; their names hold an underscore, so no state has them. */
  readonly beside?: (state: State) => Readonly<Partial<Record<`${string}_${string}`, string>>>;
  /** Undefined when no key leads there. */
  readonly keyOf: (place: Place) => Key | undefined;
}

/**
 * Aggregates in a table: one row for the state, beside it in the same partition a row that says when it is due and one
 * for each message still to be sent. A commit is one transaction and one round trip.
 *
 * Invariant: the `due` column of the state's row is the key of its due row, and both move in one transaction. So the
 * state's ETag guards the helper rows too.
 */
export const aggregateTable = <Key, State>(
  table: Table,
  codec: Codec<Key, State>,
): Aggregates<Key, State> => {
  const partitions = new Set(codec.partitions);
  return {
    find: async (key) => {
      const row = await table.get(codec.placeOf(key));
      return (
        row && {
          state: readState(table.name, codec, row),
          version: { etag: row.etag, dueKey: dueColumn(row) },
        }
      );
    },

    commit: async (key, change) => {
      const place = codec.placeOf(key);
      if (!partitions.has(place.partitionKey))
        throw rowFault(table.name, place, 'nobody would look for what is due in this partition.');
      const nonce = newNonce();
      const dueKey = change.dueAt === undefined ? undefined : dueKeyOf(change.dueAt, place.rowKey);
      const state = stateRow(table, codec, place, change, { nonce, dueKey });
      const oldDueKey = change.expected === 'absent' ? undefined : change.expected.dueKey;
      const messages = new Map(change.messages.map((message) => [message.id, message]));
      const others: Write[] = [...messages.values()].map((message) => ({
        kind: 'put',
        row: outboxRow(place.partitionKey, message),
      }));
      if (dueKey !== undefined && dueKey !== oldDueKey)
        others.push({ kind: 'put', row: dueRow(place.partitionKey, dueKey) });
      const drop: Write[] =
        oldDueKey === undefined || oldDueKey === dueKey
          ? []
          : [{ kind: 'drop', place: { ...place, rowKey: oldDueKey } }];
      if (others.length + drop.length + 1 > MOST_WRITES)
        throw rowFault(table.name, place, `${messages.size} messages do not fit into one commit.`);

      const etag = await settled(table, [state, ...others], drop, place, nonce);
      if (etag === undefined) return fail({ code: 'STALE' });
      const at = (rowKey: string) => ({ table: table.name, partitionKey: place.partitionKey, rowKey });
      return ok({
        version: { etag, dueKey },
        pending: [...messages.values()].map((message) => ({
          message,
          at: at(outboxRow(place.partitionKey, message).rowKey),
        })),
      });
    },

    due: async (now, limit) => {
      const { from, to } = dueRange(now);
      const found = await inSixteens(codec.partitions, async (partitionKey) => {
        const rows: DueRow[] = [];
        for await (const { rowKey } of table.range(partitionKey, from, to, { columns: [], limit }))
          rows.push({ partitionKey, rowKey, due: readDueKey(rowKey) });
        return rows;
      });
      const longestFirst = found.flat().sort((a, b) => (a.rowKey < b.rowKey ? -1 : 1));
      const keys = await inSixteens(longestFirst.slice(0, limit), async (row) => {
        const key = row.due && codec.keyOf({ partitionKey: row.partitionKey, rowKey: row.due.id });
        if (key !== undefined && !isSuspect(row.due, now)) return key;
        return (await removedStray(table, row)) ? undefined : key;
      });
      return keys.filter((key) => key !== undefined);
    },
  };
};

/** The mark by which a write knows its own transaction again. */
export const newNonce = (): string => randomUUID();

/** The write of a state and its helper columns. */
const stateRow = <Key, State>(
  table: Table,
  codec: Codec<Key, State>,
  place: Place,
  { state, expected }: Pick<Change<State>, 'state' | 'expected'>,
  { nonce, dueKey }: { readonly nonce: string; readonly dueKey: string | undefined },
): Write => {
  const columns = stateColumns(table.name, place, codec, state);
  const row = rowOf(place, codec, state, columns, { nonce, dueKey });
  return expected === 'absent' ? { kind: 'insert', row } : { kind: 'replace', row, etag: expected.etag };
};

/** A state's row, from its columns and what is kept beside them. */
export const rowOf = <Key, State>(
  place: Place,
  codec: Codec<Key, State>,
  state: State,
  columns: Row['columns'],
  { nonce, dueKey }: { readonly nonce: string; readonly dueKey: string | undefined },
): Row => ({
  ...place,
  columns: {
    ...columns,
    ...codec.beside?.(state),
    commit: nonce,
    ...(dueKey === undefined ? {} : { due: dueKey }),
  },
});

/**
 * The ETag of the state's row if this commit is in the table, undefined if someone else's is.
 *
 * When the answer to a commit is lost, the client sends it again, and its own first success looks like a conflict; or it
 * gives up, and the success looks like an outage. So neither is believed before the row was asked for its nonce. And when
 * the row is still as it was expected, the conflict was about the old due row, which someone removed by hand: nothing is
 * left to drop.
 */
const settled = async (
  table: Table,
  writes: readonly Write[],
  drop: readonly Write[],
  place: Place,
  nonce: string,
): Promise<string | undefined> => {
  const done = await table
    .transact([...writes, ...drop])
    .catch((outage: unknown) => ({ ok: false, outage }) as const);
  if (done.ok && done.value[0] !== undefined) return done.value[0];
  const row = await table.get(place, { columns: ['commit'] });
  if (row?.columns['commit'] === nonce) return row.etag;
  if ('outage' in done) throw done.outage;
  const [state] = writes;
  const isAsExpected = state?.kind === 'replace' && row?.etag === state.etag;
  return isAsExpected && drop.length > 0 ? settled(table, writes, [], place, nonce) : undefined;
};

const dueColumn = ({ columns }: StoredRow): string | undefined => {
  const { due } = columns;
  return typeof due === 'string' ? due : undefined;
};

/**
 * Whether a due row belonged to no aggregate and is gone. Its ETag is read before the aggregate: were the aggregate to
 * move to this very due key in between, the row would be another one by then.
 */
const removedStray = async (table: Table, { partitionKey, rowKey, due }: DueRow): Promise<boolean> => {
  const row = await table.get({ partitionKey, rowKey }, { columns: [] });
  if (row === undefined) return true;
  const owner = due && (await table.get({ partitionKey, rowKey: due.id }, { columns: ['due'] }));
  if (owner !== undefined && dueColumn(owner) === rowKey) return false;
  const removed = await table.remove({ partitionKey, rowKey }, { etag: row.etag });
  return removed.ok || removed.failure === 'MISSING';
};
