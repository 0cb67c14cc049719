import type { TableClient } from '@azure/data-tables';
import type { ScanKey } from '../../ports/scans.ts';
import type { SeenSubjects } from '../../ports/seen-subjects.ts';
import { tenantPartition } from './partitions.ts';
import { rowFault } from './row-fault.ts';
import { inParts, inTransactions, table, type Write } from './table.ts';

/** Stands before every id of a scan and of a helper row, and is part of none. */
const PREFIX = 'seen~';
/** Sorted as text, and more than any list has. */
const DIGITS = 8;
/** A column holds 32 Ki characters; this many marks are 21 thousand. */
const MOST_MARKS = 2_000;

const partitionOf = (scan: ScanKey): string => tenantPartition(scan.tenant, scan.id);
const rangeOf = ({ id }: ScanKey) => ({ from: `${PREFIX}${id}~`, to: `${PREFIX}${id}~~` });

/** What scans met, beside the scans themselves: eight bytes for each subject, as base64. */
export const tableSeenSubjects = (client: TableClient): SeenSubjects => {
  const rows = table(client);
  return {
    note: async (scan, page, marks) => {
      const partitionKey = partitionOf(scan);
      const writes = inParts([...marks], MOST_MARKS).map((part, index): Write => {
        const rowKey = `${PREFIX}${scan.id}~${String(page).padStart(DIGITS, '0')}~${index}`;
        return { kind: 'put', row: { partitionKey, rowKey, columns: { marks: toBase64(part) } } };
      });
      for (const part of inTransactions(writes)) await rows.transact(part);
    },
    read: async function* (scan) {
      const { from, to } = rangeOf(scan);
      for await (const row of rows.range(partitionOf(scan), from, to)) {
        const { marks } = row.columns;
        if (typeof marks !== 'string') throw rowFault(rows.name, row, 'it holds no marks.');
        yield fromBase64(marks);
      }
    },
    forget: async (scan) => {
      const partitionKey = partitionOf(scan);
      const { from, to } = rangeOf(scan);
      const drops: Write[] = [];
      for await (const { rowKey } of rows.range(partitionKey, from, to, { columns: [] }))
        drops.push({ kind: 'drop', place: { partitionKey, rowKey } });
      // Another worker may be forgetting them too; what is left is in nobody's way.
      for (const part of inTransactions(drops)) await rows.transact(part);
    },
  };
};

const toBase64 = (marks: readonly number[]): string =>
  Buffer.from(Float64Array.from(marks).buffer).toString('base64');

const fromBase64 = (text: string): Float64Array => {
  const bytes = Buffer.from(text, 'base64');
  return new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
};
