import type { TableClient } from '@azure/data-tables';
import * as z from 'zod';
import { ID_PATTERN, readId, type ScanId, type TenantId } from '../../domain/ids.ts';
import type { Coverage, ScanKey, Scans, ScanState } from '../../ports/scans.ts';
import { aggregateTable, type Codec } from './aggregate-table.ts';
import { tenantOf, tenantPartition, tenantPartitions } from './partitions.ts';
import { instant, maybe, oneOf, source, tenant, whole } from './schema.ts';
import { table } from './table.ts';

/** What a row of Scans holds. */
export const scanState: z.ZodType<ScanState> = whole({
  tenant,
  source,
  startedAt: instant,
  cursor: maybe(z.string()),
  subjects: z.int(),
  credentials: z.int(),
  unread: z.array(whole({ what: z.string(), reason: z.string() })),
  unreadTotal: z.int(),
  seen: z.string(),
  attempts: z.int(),
  ended: maybe(
    whole({ at: instant, coverage: oneOf<Coverage>({ complete: true, partial: true, failed: true }) }),
  ),
});

const codec = (tenants: readonly TenantId[]): Codec<ScanKey, ScanState> => ({
  version: 1,
  schema: scanState,
  partitions: tenantPartitions(tenants),
  placeOf: (key) => ({ partitionKey: tenantPartition(key.tenant, key.id), rowKey: key.id }),
  keyOf: ({ partitionKey, rowKey }) =>
    ID_PATTERN.test(rowKey)
      ? { tenant: readId<TenantId>(tenantOf(partitionKey)), id: readId<ScanId>(rowKey) }
      : undefined,
});

/** Scan runs in a table. `tenants` are all that may be asked for what is due. */
export const tableScans = (client: TableClient, tenants: readonly TenantId[]): Scans =>
  aggregateTable(table(client), codec(tenants));
