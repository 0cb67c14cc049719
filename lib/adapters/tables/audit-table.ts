import type { TableClient } from '@azure/data-tables';
import { toIso } from '../../domain/time.ts';
import type { Audit } from '../../ports/audit.ts';
import { toColumns } from './chunked-text.ts';
import { table } from './table.ts';

/**
 * The record in a table: a stream for each UTC month of the events, and in it one row `X{eventId}` for each event. The
 * insert is what keeps an entry from being written twice or changed, so an event must always come with the same
 * `occurredAt`: its own time, not the time of the try.
 *
 * A hash chain is to take over here: `E{seq}` for the links and `HEAD` for the end of each stream; the rows of today stay
 * as its index of ids.
 */
export const tableAudit = (client: TableClient): Audit => {
  const audit = table(client);
  return {
    append: async ({ id, occurredAt, body }) => {
      const partitionKey = `events-${toIso(occurredAt).slice(0, 7)}`;
      const columns = { occurredAt: toIso(occurredAt), ...toColumns('body', body) };
      const written = await audit.transact([
        { kind: 'insert', row: { partitionKey, rowKey: `X${id}`, columns } },
      ]);
      if (!written.ok && written.failure !== 'EXISTS')
        throw new Error(`Table ${audit.name} refused an entry.`);
    },
  };
};
