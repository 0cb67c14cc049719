import type { TableClient } from '@azure/data-tables';
import type { TenantId } from '../../domain/ids.ts';
import type { Outbox, PendingMessage } from '../../ports/outbox.ts';
import { OUTBOX_FROM, OUTBOX_TO, readOutboxRow } from './outbox-rows.ts';
import { inSixteens, PARTITIONS, tenantPartitions } from './partitions.ts';
import { type FoundRow, inTransactions, type Place, type Table, table } from './table.ts';

/** A table of aggregates whose messages are to be sent. */
export interface OutboxPlace {
  readonly client: TableClient;
  /** Of a table that keeps tenants apart, all of them; undefined for one that does not. */
  readonly tenants: readonly TenantId[] | undefined;
}

interface Waiting {
  readonly source: Table;
  readonly row: FoundRow;
}

/** What lies unsent beside the aggregates of several tables. */
export const tableOutbox = (places: readonly OutboxPlace[]): Outbox => {
  const partitions = places.flatMap(({ client, tenants }) => {
    const source = table(client);
    return (tenants === undefined ? PARTITIONS : tenantPartitions(tenants)).map((partitionKey) => ({
      source,
      partitionKey,
    }));
  });
  const byName = new Map(partitions.map(({ source }) => [source.name, source]));
  const waitingRows = async (): Promise<readonly Waiting[]> => {
    const waiting = await inSixteens(partitions, async ({ source, partitionKey }) => {
      const rows: Waiting[] = [];
      // Keys are hashes, so the oldest may be anywhere; the bodies wait until it is known which ones are wanted.
      for await (const row of source.range(partitionKey, OUTBOX_FROM, OUTBOX_TO, { columns: ['timestamp'] }))
        rows.push({ source, row });
      return rows;
    });
    return waiting.flat().sort(byAge);
  };
  return {
    pending: async (limit, unreadable) => {
      const oldest = (await waitingRows()).slice(0, limit);
      const pending = await inSixteens(oldest, (waiting) => messageIn(waiting, unreadable));
      return pending.filter((message) => message !== undefined);
    },
    // With the message gone out, whichever row bears its id has served.
    sent: async (pending) => {
      const byPartition = Map.groupBy(pending, ({ at }) => `${at.table}/${at.partitionKey}`);
      const parts = [...byPartition.values()].flatMap(inTransactions);
      await inSixteens(parts, async (part) => {
        const [first] = part;
        if (first === undefined) return;
        const source = byName.get(first.at.table);
        if (source === undefined) throw new Error(`The outbox does not look into a table ${first.at.table}.`);
        await dropTogether(source, distinct(part));
      });
    },
    backlog: async () => {
      const waiting = await waitingRows();
      return { count: waiting.length, oldestAt: waiting[0]?.row.writtenAt };
    },
  };
};

/** A transaction may name a row only once. */
const distinct = (pending: readonly PendingMessage[]): readonly Place[] => [
  ...new Map(pending.map(({ at: { partitionKey, rowKey } }) => [rowKey, { partitionKey, rowKey }])).values(),
];

/** One row that someone else dropped already refuses the whole transaction; then each is dropped for itself. */
const dropTogether = async (source: Table, places: readonly Place[]): Promise<void> => {
  const [only, ...others] = places;
  if (only === undefined) return;
  if (others.length > 0) {
    const dropped = await source.transact(places.map((place) => ({ kind: 'drop', place })));
    if (dropped.ok) return;
  }
  for (const place of places) {
    const removed = await source.remove(place, 'ANY');
    if (!removed.ok && removed.failure !== 'MISSING')
      throw new Error(`Table ${source.name} did not let go of a message that was sent.`);
  }
};

const byAge = (a: Waiting, b: Waiting): number => {
  const [first, second] = [a.row.writtenAt ?? 0, b.row.writtenAt ?? 0];
  return first === second ? (a.row.rowKey < b.row.rowKey ? -1 : 1) : first - second;
};

/** Undefined when someone else has sent it in the meantime, or nobody can read it: that one is named. */
const messageIn = async (
  { source, row: { partitionKey, rowKey } }: Waiting,
  unreadable: (row: string) => void,
): Promise<PendingMessage | undefined> => {
  const row = await source.get({ partitionKey, rowKey });
  if (row === undefined) return undefined;
  try {
    return { message: readOutboxRow(source.name, row), at: { table: source.name, partitionKey, rowKey } };
  } catch {
    unreadable(`${source.name}/${partitionKey}/${rowKey}`);
    return undefined;
  }
};
