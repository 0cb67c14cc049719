import type { TableClient } from '@azure/data-tables';
import * as z from 'zod';
import { readId, type ScanId, type TenantId } from '../../domain/ids.ts';
import type { LastScan, LastScanKey, LastScans } from '../../ports/last-scans.ts';
import { aggregateTable, type Codec } from './aggregate-table.ts';
import { tenantOf, tenantPartition, tenantPartitions } from './partitions.ts';
import { coverage, scope, unread } from './scans-table.ts';
import { instant, maybe, shortId, source, tenant, whole } from './schema.ts';
import { table } from './table.ts';

/** Stands before every id of a scan and of a helper row, and is part of none. */
const PREFIX = 'last-';

/** What such a row of Scans holds. */
export const lastScan: z.ZodType<LastScan> = whole({
  tenant,
  source,
  endedAt: maybe(instant),
  coverage: maybe(coverage),
  completeAt: maybe(instant),
  full: maybe(whole({ endedAt: instant, subjects: z.int(), credentials: z.int() })),
  mark: maybe(z.string()),
  unread: unread.default([]),
  unreadTotal: z.int().default(0),
  latest: z
    .array(
      whole({
        startedAt: instant,
        endedAt: instant,
        scope,
        coverage,
        subjects: z.int(),
        unreadTotal: z.int(),
      }),
    )
    .default([]),
  started: maybe(whole({ id: shortId<ScanId>(), at: instant })),
});

const codec = (tenants: readonly TenantId[]): Codec<LastScanKey, LastScan> => ({
  version: 2,
  schema: lastScan,
  partitions: tenantPartitions(tenants),
  placeOf: (key) => ({
    partitionKey: tenantPartition(key.tenant, key.source),
    rowKey: PREFIX + key.source,
  }),
  keyOf: ({ partitionKey, rowKey }) => {
    const known = source.safeParse(rowKey.startsWith(PREFIX) ? rowKey.slice(PREFIX.length) : undefined);
    return known.success
      ? { tenant: readId<TenantId>(tenantOf(partitionKey)), source: known.data }
      : undefined;
  },
});

/** The newest scan of each source, beside the scans themselves. */
export const tableLastScans = (client: TableClient, tenants: readonly TenantId[]): LastScans =>
  aggregateTable(table(client), codec(tenants));
