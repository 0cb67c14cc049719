import { createHash } from 'node:crypto';
import type { TableClient } from '@azure/data-tables';
import * as z from 'zod';
import { type Instant, parseInstant, toIso } from '../../domain/time.ts';
import { inSixteens, PARTITIONS, shardOf } from './partitions.ts';
import { rowFault } from './row-fault.ts';
import { type FoundRow, type Place, type StoredRow, type Table, table } from './table.ts';

/** A row that is of use for a while only. */
export interface Passing<T> {
  readonly value: T;
  readonly until: Instant;
  readonly etag: string;
}

/**
 * Rows that are found by something that only their owner has, and that are over at a time. A key is kept as its hash, so
 * that nobody who reads the table can use what is in it.
 */
export interface PassingRows<T> {
  /** Undefined as well for what is over at `now`, whether or not its row is still there. */
  find(key: string, now: Instant): Promise<Passing<T> | undefined>;
  /** False when someone wrote first. `etag` is of the row to replace; without it there must be none. */
  put(key: string, value: T, until: Instant, etag?: string): Promise<boolean>;
  /** Whether it was there. Of several who remove one row, one hears so. */
  remove(key: string): Promise<boolean>;
}

const columns = z.object({ value: z.string(), until: z.iso.datetime() });

const placeOf = (key: string): Place => {
  const rowKey = createHash('sha256').update(key).digest('base64url');
  return { partitionKey: shardOf(rowKey), rowKey };
};

/** When it is over; undefined if that can't be read. */
const endOf = (row: FoundRow): Instant | undefined => {
  const { until } = row.columns;
  return typeof until === 'string' ? parseInstant(until) : undefined;
};

export const passingRows = <T>(client: TableClient, schema: z.ZodType<T>): PassingRows<T> => {
  const source = table(client);

  const read = (row: StoredRow): Passing<T> => {
    const known = columns.safeParse(row.columns);
    const until = endOf(row);
    if (!known.success || until === undefined) throw rowFault(source.name, row, 'it has no value or no end.');
    const parsed = schema.safeParse(jsonOf(known.data.value));
    if (!parsed.success) throw rowFault(source.name, row, 'it is not what its schema says.', parsed.error);
    return { value: parsed.data, until, etag: row.etag };
  };

  return {
    find: async (key, now) => {
      const row = await source.get(placeOf(key));
      const found = row && read(row);
      return found === undefined || now >= found.until ? undefined : found;
    },
    put: async (key, value, until, etag) => {
      const row = { ...placeOf(key), columns: { value: JSON.stringify(value), until: toIso(until) } };
      const done = await source.transact([
        etag === undefined ? { kind: 'insert', row } : { kind: 'replace', row, etag },
      ]);
      return done.ok;
    },
    remove: async (key) => (await source.remove(placeOf(key), 'ANY')).ok,
  };
};

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** Every key is a hash of these characters. */
const [FROM, TO] = ['-', '~'];

/** Removes rows of these tables that are over; one that can't be read is left for a person to look at. */
export const removePassed =
  (clients: readonly TableClient[]) =>
  async (now: Instant, limit: number): Promise<number> => {
    const places = clients.flatMap((client) => {
      const source = table(client);
      return PARTITIONS.map((partitionKey) => ({ source, partitionKey }));
    });
    const found = await inSixteens(places, async ({ source, partitionKey }) => {
      const over: { source: Table; place: Place }[] = [];
      for await (const row of source.range(partitionKey, FROM, TO, { columns: ['until'] })) {
        const until = endOf(row);
        if (until !== undefined && until <= now) over.push({ source, place: row });
      }
      return over;
    });
    const removed = await inSixteens(found.flat().slice(0, limit), async ({ source, place }) => {
      const { partitionKey, rowKey } = place;
      return (await source.remove({ partitionKey, rowKey }, 'ANY')).ok;
    });
    return removed.filter(Boolean).length;
  };
