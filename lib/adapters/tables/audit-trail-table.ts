import type { TableClient } from '@azure/data-tables';
import type { ChainHead } from '../../domain/audit-chain.ts';
import type { Checkpoint } from '../../domain/checkpoint.ts';
import type { AuditTrail } from '../../ports/audit-trail.ts';
import { CHECKPOINT_ROWS, checkpointOf, checkpointRow, ENTRY_ROWS, entryOf, headOf } from './audit-rows.ts';
import { table } from './table.ts';

/** The record in a table, to be read. */
export const tableAuditTrail = (client: TableClient): AuditTrail => {
  const audit = table(client);
  return {
    heads: async () => {
      const heads: ChainHead[] = [];
      for await (const row of audit.everywhere('HEAD')) heads.push(headOf(audit.name, row));
      return heads.toSorted((a, b) => (a.stream < b.stream ? -1 : 1));
    },
    entries: async function* (stream) {
      for await (const row of audit.range(stream, ENTRY_ROWS.from, ENTRY_ROWS.to))
        yield entryOf(audit.name, row);
    },
    checkpoints: async (stream) => {
      const found: Checkpoint[] = [];
      for await (const row of audit.range(stream, CHECKPOINT_ROWS.from, CHECKPOINT_ROWS.to))
        found.push(checkpointOf(audit.name, row));
      return found;
    },
    keep: async (checkpoint) => {
      const kept = await audit.transact([{ kind: 'insert', row: checkpointRow(checkpoint) }]);
      if (!kept.ok && kept.failure !== 'EXISTS') throw new Error(`Table ${audit.name} refused a checkpoint.`);
    },
  };
};
