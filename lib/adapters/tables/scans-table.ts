import type { TableClient } from '@azure/data-tables';
import * as z from 'zod';
import { ID_PATTERN, readId, type ScanId, type TenantId } from '../../domain/ids.ts';
import type { Coverage, ScanKey, Scans, ScanState, Scope } from '../../ports/scans.ts';
import { aggregateTable, type Codec } from './aggregate-table.ts';
import { tenantOf, tenantPartition, tenantPartitions } from './partitions.ts';
import { instant, maybe, oneOf, shortId, source, tenant, whole } from './schema.ts';
import { table } from './table.ts';

export const coverage = oneOf<Coverage>({ complete: true, partial: true, failed: true });
export const scope = oneOf<Scope>({ full: true, changes: true });
export const unread = z.array(whole({ what: z.string(), reason: z.string() }));

/** What a row of Scans holds. */
export const scanState: z.ZodType<ScanState> = whole({
  tenant,
  source,
  startedAt: instant,
  scope: scope.default('full'),
  cursor: maybe(z.string()),
  /** Rows of the first version have none. */
  pages: maybe(z.int()),
  milestone: maybe(z.string()),
  mark: maybe(z.string()),
  catchingUp: z.boolean().default(false),
  known: maybe(z.int()),
  subjects: z.int(),
  credentials: z.int(),
  unread,
  unreadTotal: z.int(),
  attempts: z.int(),
  postponed: maybe(whole({ until: instant, reason: z.string() })),
  slice: maybe(whole({ run: shortId<ScanId>(), index: z.int(), parts: z.array(z.string()), at: z.int() })),
  plan: maybe(whole({ slices: z.array(z.array(z.string())), open: z.array(z.int()) })),
  ended: maybe(whole({ at: instant, coverage })),
}).transform((state) => ({
  ...state,
  ...(state.pages === undefined ? FROM_THE_START : {}),
  pages: state.pages ?? 0,
}));

/** What a scan of the first version met is not known here, so one that is under way reads again. */
const FROM_THE_START = { cursor: undefined, subjects: 0, credentials: 0, unread: [], unreadTotal: 0 };

const codec = (tenants: readonly TenantId[]): Codec<ScanKey, ScanState> => ({
  version: 2,
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
