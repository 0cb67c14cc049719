import type { TableClient } from '@azure/data-tables';
import type { TenantId } from '../../domain/ids.ts';
import type { Outbox, PendingMessage } from '../../ports/outbox.ts';
import { OUTBOX_FROM, OUTBOX_TO, readOutboxRow } from './outbox-rows.ts';
import { inSixteens, PARTITIONS, tenantPartitions } from './partitions.ts';
import { type FoundRow, type Table, table } from './table.ts';

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
  return {
    pending: async (limit) => {
      const waiting = await inSixteens(partitions, async ({ source, partitionKey }) => {
        const rows: Waiting[] = [];
        // Keys are hashes, so the oldest may be anywhere; the bodies wait until it is known which ones are wanted.
        for await (const row of source.range(partitionKey, OUTBOX_FROM, OUTBOX_TO, {
          columns: ['timestamp'],
        }))
          rows.push({ source, row });
        return rows;
      });
      const oldest = waiting.flat().sort(byAge).slice(0, limit);
      const pending = await inSixteens(oldest, messageIn);
      return pending.filter((message) => message !== undefined);
    },
    // With the message gone out, whichever row bears its id has served.
    sent: async ({ at: { table: name, partitionKey, rowKey } }) => {
      const source = byName.get(name);
      if (source === undefined) throw new Error(`The outbox does not look into a table ${name}.`);
      const removed = await source.remove({ partitionKey, rowKey }, 'ANY');
      if (!removed.ok && removed.failure !== 'MISSING')
        throw new Error(`Table ${name} did not let go of a message that was sent.`);
    },
  };
};

const byAge = (a: Waiting, b: Waiting): number => {
  const [first, second] = [a.row.writtenAt ?? 0, b.row.writtenAt ?? 0];
  return first === second ? (a.row.rowKey < b.row.rowKey ? -1 : 1) : first - second;
};

/** Undefined when someone else has sent it in the meantime. */
const messageIn = async ({
  source,
  row: { partitionKey, rowKey },
}: Waiting): Promise<PendingMessage | undefined> => {
  const row = await source.get({ partitionKey, rowKey });
  if (row === undefined) return undefined;
  return { message: readOutboxRow(source.name, row), at: { table: source.name, partitionKey, rowKey } };
};
