import * as z from 'zod';
import type { ChainedEntry, ChainHead } from '../../domain/audit-chain.ts';
import type { Checkpoint } from '../../domain/checkpoint.ts';
import { type EventId, readId } from '../../domain/ids.ts';
import { type Instant, parseInstant, toIso } from '../../domain/time.ts';
import { fromColumns, toColumns } from './chunked-text.ts';
import { rowFault } from './row-fault.ts';
import type { FoundRow, Place, Row } from './table.ts';

/** The row that knows the end of a stream; who replaces it by its ETag adds the next entry. */
export const headPlace = (stream: string): Place => ({ partitionKey: stream, rowKey: 'HEAD' });
/** Finds an entry by its event, and keeps an event from being added twice. */
export const idPlace = (stream: string, id: EventId): Place => ({ partitionKey: stream, rowKey: `X${id}` });
/** Numbers in keys have one length, so that rows lie in their order. */
const numbered = (letter: string, n: number): string => `${letter}${String(n).padStart(16, '0')}`;

export const ENTRY_ROWS = { from: 'E', to: 'F' };
export const CHECKPOINT_ROWS = { from: 'C', to: 'D' };

export const entryRow = (entry: ChainedEntry): Row => ({
  partitionKey: entry.stream,
  rowKey: numbered('E', entry.seq),
  columns: {
    seq: entry.seq,
    id: entry.id,
    occurredAt: toIso(entry.occurredAt),
    recordedAt: toIso(entry.recordedAt),
    previous: entry.previous,
    hash: entry.hash,
    ...toColumns('body', entry.body),
  },
});

export const idRow = ({ stream, id, seq }: ChainedEntry): Row => ({
  ...idPlace(stream, id),
  columns: { seq },
});

export const headRow = ({ stream, size, hash, recordedAt, frontier }: ChainHead): Row => ({
  ...headPlace(stream),
  columns: { size, hash, recordedAt: toIso(recordedAt), frontier: JSON.stringify(frontier) },
});

export const checkpointRow = ({ stream, size, root, keyId, signature }: Checkpoint): Row => ({
  partitionKey: stream,
  rowKey: numbered('C', size),
  columns: { size, root, keyId, signature },
});

const instant = z.string().transform((text, context): Instant => {
  const at = parseInstant(text);
  if (at !== undefined) return at;
  context.addIssue('must be an instant');
  return z.NEVER;
});
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

const entryColumns = z.object({
  seq: z.int().positive(),
  id: z.string().transform((text) => readId<EventId>(text)),
  occurredAt: instant,
  recordedAt: instant,
  previous: sha256,
  hash: sha256,
});

const frontier = z.array(z.object({ leaves: z.int().positive(), root: sha256 }));
const headColumns = z.object({
  size: z.int().positive(),
  hash: sha256,
  recordedAt: instant,
  frontier: z
    .string()
    .transform((text): unknown => JSON.parse(text))
    .pipe(frontier),
});

const checkpointColumns = z.object({
  size: z.int().positive(),
  root: sha256,
  keyId: z.string(),
  signature: z.string(),
});

const parsed = <T>(schema: z.ZodType<T>, table: string, row: FoundRow): T => {
  const columns = schema.safeParse(row.columns);
  if (!columns.success) throw rowFault(table, row, 'it does not hold what it should.');
  return columns.data;
};

export const entryOf = (table: string, row: FoundRow): ChainedEntry => {
  const body = fromColumns('body', row.columns);
  if (body === undefined) throw rowFault(table, row, 'it has no body.');
  return { stream: row.partitionKey, body, ...parsed(entryColumns, table, row) };
};

export const headOf = (table: string, row: FoundRow): ChainHead => ({
  stream: row.partitionKey,
  ...parsed(headColumns, table, row),
});

export const checkpointOf = (table: string, row: FoundRow): Checkpoint => ({
  stream: row.partitionKey,
  ...parsed(checkpointColumns, table, row),
});
