import type { TableClient } from '@azure/data-tables';
import type * as z from 'zod';
import { readId, type TenantId } from '../../domain/ids.ts';
import type { LastScan, LastScanKey, LastScans } from '../../ports/last-scans.ts';
import type { Coverage } from '../../ports/scans.ts';
import { aggregateTable, type Codec } from './aggregate-table.ts';
import { tenantOf, tenantPartition, tenantPartitions } from './partitions.ts';
import { instant, maybe, oneOf, source, tenant, whole } from './schema.ts';
import { table } from './table.ts';

/** Stands before every id of a scan and of a helper row, and is part of none. */
const PREFIX = 'last-';

/** What such a row of Scans holds. */
export const lastScan: z.ZodType<LastScan> = whole({
  tenant,
  source,
  endedAt: instant,
  coverage: oneOf<Coverage>({ complete: true, partial: true, failed: true }),
  completeAt: maybe(instant),
});

const codec = (tenants: readonly TenantId[]): Codec<LastScanKey, LastScan> => ({
  version: 1,
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
