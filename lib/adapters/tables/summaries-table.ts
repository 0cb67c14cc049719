import type { TableClient } from '@azure/data-tables';
import * as z from 'zod';
import { readId, type TenantId } from '../../domain/ids.ts';
import type { OwedSummary, Summaries, SummaryState } from '../../ports/summaries.ts';
import { aggregateTable, type Codec } from './aggregate-table.ts';
import { tenantOf, tenantPartition, tenantPartitions } from './partitions.ts';
import { instant, maybe, oneOf, tenant, whole } from './schema.ts';
import { table } from './table.ts';

const count = z.int().nonnegative();

/** What the row of Directory holds in which a tenant's summaries are kept. */
export const summaryState: z.ZodType<SummaryState> = whole({
  tenant,
  cappedOn: maybe(z.string()),
  daily: maybe(
    whole({
      day: z.string(),
      at: instant,
      tally: whole({
        credentials: count,
        new: count,
        due: count,
        expired: count,
        slipped: count,
        resolved: count,
        silenced: count,
        waiting: count,
      }),
      open: z.string(),
      stormCapHit: z.boolean(),
    }),
  ),
  week: maybe(z.string()),
  owed: z.array(
    z.object({
      what: oneOf<OwedSummary['what']>({ daily: true, weekly: true }),
      attempts: count,
      nextTryAt: instant,
    }),
  ),
});

const ROW = 'summary';

const codec = (tenants: readonly TenantId[]): Codec<TenantId, SummaryState> => ({
  version: 1,
  schema: summaryState,
  partitions: tenantPartitions(tenants),
  placeOf: (id) => ({ partitionKey: tenantPartition(id, ROW), rowKey: ROW }),
  keyOf: ({ partitionKey, rowKey }) =>
    rowKey === ROW ? readId<TenantId>(tenantOf(partitionKey)) : undefined,
});

/** What was summed up, in table Directory. */
export const tableSummaries = (client: TableClient, tenants: readonly TenantId[]): Summaries =>
  aggregateTable(table(client), codec(tenants));
