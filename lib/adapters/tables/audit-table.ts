import type { TableClient } from '@azure/data-tables';
import { toIso } from '../../domain/time.ts';
import type { Audit, AuditEntry } from '../../ports/audit.ts';
import { toColumns } from './chunked-text.ts';
import { inTransactions, type Table, table, type Write } from './table.ts';

/** A transaction may have 4 MiB, two bytes for each UTF-16 unit; a body beyond this goes alone. */
const LARGEST_SHARED_BODY = 8_000;

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
    append: async (entries) => {
      const byId = new Map(entries.map((entry) => [entry.id, entry]));
      for (const stream of Map.groupBy(byId.values(), streamOf).values()) {
        const small = stream.filter(({ body }) => body.length <= LARGEST_SHARED_BODY);
        for (const part of inTransactions(small)) await addTogether(audit, part);
        for (const entry of stream.filter((each) => !small.includes(each))) await addAlone(audit, entry);
      }
    },
  };
};

const streamOf = ({ occurredAt }: AuditEntry): string => `events-${toIso(occurredAt).slice(0, 7)}`;

/** One entry that is there already refuses the whole transaction; then each is added for itself. */
const addTogether = async (audit: Table, entries: readonly AuditEntry[]): Promise<void> => {
  const written = await audit.transact(entries.map(insertion));
  if (written.ok) return;
  for (const entry of entries) await addAlone(audit, entry);
};

const addAlone = async (audit: Table, entry: AuditEntry): Promise<void> => {
  const written = await audit.transact([insertion(entry)]);
  if (!written.ok && written.failure !== 'EXISTS')
    throw new Error(`Table ${audit.name} refused the entry ${entry.id}.`);
};

const insertion = (entry: AuditEntry): Write => {
  const { id, occurredAt, body } = entry;
  const columns = { occurredAt: toIso(occurredAt), ...toColumns('body', body) };
  return { kind: 'insert', row: { partitionKey: streamOf(entry), rowKey: `X${id}`, columns } };
};
