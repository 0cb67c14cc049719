import {
  odata,
  RestError,
  type TableClient,
  type TableEntity,
  type TransactionAction,
} from '@azure/data-tables';
import { fail, ok, type Result } from '../../domain/result.ts';
import { type Instant, instantOfMs, parseInstant } from '../../domain/time.ts';
import { rowFault } from './row-fault.ts';

/** Where a row is. */
export interface Place {
  readonly partitionKey: string;
  readonly rowKey: string;
}

/** A row to be written, whole: what is not in `columns` is not in the row afterwards. */
export interface Row extends Place {
  readonly columns: Readonly<Record<string, string | number | boolean>>;
}

/** A row as the service gave it; nothing is known of its columns. */
export interface FoundRow extends Place {
  readonly columns: Readonly<Record<string, unknown>>;
  /** The service's own time of the last write, when it was asked for. */
  readonly writtenAt: Instant | undefined;
}

/** A row with what it takes to replace it. */
export interface StoredRow extends FoundRow {
  readonly etag: string;
}

/**
 * One write of a transaction. `put` and `drop` ask for no ETag: they are for helper rows, which belong to a row that the
 * same transaction guards, and whose content follows from their key. A transaction with a `drop` of what is not there fails.
 */
export type Write =
  | { readonly kind: 'insert'; readonly row: Row }
  | { readonly kind: 'replace'; readonly row: Row; readonly etag: string }
  | { readonly kind: 'put'; readonly row: Row }
  | { readonly kind: 'drop'; readonly place: Place };

/** Why a write was refused: the row exists, was written since, or is not there. */
type Conflict = 'EXISTS' | 'CHANGED' | 'MISSING';

/** `ANY` is for rows whose content follows from their key: whichever is there is the one that was meant. */
type Etag = { readonly etag: string } | 'ANY';

/** Only these columns are read; without it, all. */
interface Reading {
  readonly columns?: readonly string[];
  readonly limit?: number;
  /** What else a row must meet, in OData. The service still looks at every row of the range. */
  readonly where?: string;
}

/**
 * All that we do with a table. Rows are replaced, never merged: a merge can't clear a column. The client's own calls
 * default to `etag: "*"`, which overwrites whatever is there; here every change says what it expects.
 */
export interface Table {
  readonly name: string;
  get(place: Place, reading?: Reading): Promise<StoredRow | undefined>;
  /** The rows of a partition with `from <= RowKey < to`, in the order of their keys, read page by page. */
  range(partitionKey: string, from: string, to: string, reading?: Reading): AsyncIterable<FoundRow>;
  /** The rows of this key in whichever partition; a walk over the table, so for tables of few partitions. */
  everywhere(rowKey: string): AsyncIterable<FoundRow>;
  /** All or nothing, in one partition, at most 100 rows. The ETags of the rows in the order of the writes. */
  transact(writes: readonly Write[]): Promise<Result<readonly (string | undefined)[], Conflict>>;
  remove(place: Place, expected: Etag): Promise<Result<undefined, Conflict>>;
}

/** Parts of a list that fit into one transaction each. */
export const inTransactions = <T>(items: readonly T[]): readonly (readonly T[])[] =>
  inParts(items, MOST_WRITES);

/** Parts of a list, of so many items at most. */
export const inParts = <T>(items: readonly T[], most: number): readonly (readonly T[])[] =>
  Array.from({ length: Math.ceil(items.length / most) }, (_, part) =>
    items.slice(part * most, (part + 1) * most),
  );

/** The most rows that one transaction may hold. */
export const MOST_WRITES = 100;
const LARGEST_PAGE = 1000;

export const table = (client: TableClient): Table => {
  const name = client.tableName;
  return {
    name,
    get: async ({ partitionKey, rowKey }, { columns } = {}) => {
      try {
        return stored(
          name,
          await client.getEntity(partitionKey, rowKey, { queryOptions: selection(columns) }),
        );
      } catch (error) {
        if (conflictOf(error) === 'MISSING') return undefined;
        throw outage(name, error);
      }
    },
    range: async function* (partitionKey, from, to, { columns, limit = Infinity, where } = {}) {
      const range = odata`PartitionKey eq ${partitionKey} and RowKey ge ${from} and RowKey lt ${to}`;
      const filter = where === undefined ? range : `${range} and (${where})`;
      let left = limit;
      try {
        const pages = client
          .listEntities({ queryOptions: { filter, ...selection(columns) } })
          .byPage({ maxPageSize: Math.max(1, Math.min(limit, LARGEST_PAGE)) });
        // A page may be empty and still not be the last.
        for await (const page of pages) {
          for (const entity of page.slice(0, left)) yield found(entity);
          left -= page.length;
          if (left <= 0) return;
        }
      } catch (error) {
        throw outage(name, error);
      }
    },
    everywhere: async function* (rowKey) {
      try {
        const entities = client.listEntities({ queryOptions: { filter: odata`RowKey eq ${rowKey}` } });
        for await (const entity of entities) yield found(entity);
      } catch (error) {
        throw outage(name, error);
      }
    },
    transact: async (writes) => {
      if (writes.length > MOST_WRITES)
        throw new Error(
          `A transaction of table ${name} has ${writes.length} rows; ${MOST_WRITES} is the most.`,
        );
      try {
        const { subResponses } = await client.submitTransaction(writes.map(actionOf));
        return ok(writes.map((_, index) => subResponses[index]?.etag));
      } catch (error) {
        return refused(name, error);
      }
    },
    remove: async ({ partitionKey, rowKey }, expected) => {
      try {
        await client.deleteEntity(partitionKey, rowKey, { etag: expected === 'ANY' ? '*' : expected.etag });
        return ok(undefined);
      } catch (error) {
        return refused(name, error);
      }
    },
  };
};

const selection = (columns: readonly string[] | undefined) =>
  columns === undefined ? {} : { select: ['partitionKey', 'rowKey', ...columns] };

const actionOf = (write: Write): TransactionAction => {
  switch (write.kind) {
    case 'insert':
      return ['create', entityOf(write.row)];
    case 'replace':
      return ['update', entityOf(write.row), 'Replace', { etag: write.etag }];
    case 'put':
      return ['upsert', entityOf(write.row), 'Replace'];
    case 'drop':
      return ['delete', { partitionKey: write.place.partitionKey, rowKey: write.place.rowKey }];
  }
};

const entityOf = ({ partitionKey, rowKey, columns }: Row): TableEntity => ({
  ...columns,
  partitionKey,
  rowKey,
});

const found = (entity: object): FoundRow => {
  const {
    partitionKey,
    rowKey,
    timestamp,
    etag: _,
    ...columns
  } = entity as Readonly<Record<string, unknown>>;
  return { partitionKey: text(partitionKey), rowKey: text(rowKey), writtenAt: instantOf(timestamp), columns };
};

/** An empty ETag would not be sent, and a replacement without one overwrites whatever is there. */
const stored = (name: string, entity: object & { readonly etag?: unknown }): StoredRow => {
  const row = found(entity);
  const etag = text(entity.etag);
  if (etag === '') throw rowFault(name, row, 'it came without its ETag.');
  return { ...row, etag };
};

const instantOf = (value: unknown): Instant | undefined =>
  value instanceof Date ? instantOfMs(value.getTime()) : parseInstant(text(value));

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

const refused = (name: string, error: unknown): Result<never, Conflict> => {
  const conflict = conflictOf(error);
  if (conflict === undefined) throw outage(name, error);
  return fail(conflict);
};

/** A table that is missing or being deleted also says 404 or 409, and is no answer to a question about a row. */
const conflictOf = (error: unknown): Conflict | undefined => {
  if (!(error instanceof RestError)) return undefined;
  const code = error.code ?? odataCode(error.details);
  if (error.statusCode === 412) return 'CHANGED';
  if (error.statusCode === 409 && code === 'EntityAlreadyExists') return 'EXISTS';
  const isMissing = error.statusCode === 404 && (code === 'ResourceNotFound' || code === 'EntityNotFound');
  return isMissing ? 'MISSING' : undefined;
};

/** Outside a transaction the service's own code is found only here. */
const odataCode = (details: unknown): unknown => {
  const { odataError } = (details ?? {}) as { readonly odataError?: { readonly code?: unknown } };
  return odataError?.code;
};

const outage = (name: string, cause: unknown): Error =>
  new Error(`Table ${name} did not do what it was asked.`, { cause });
