import type { TableClient } from '@azure/data-tables';
import * as z from 'zod';
import { readId, type TenantId } from '../../domain/ids.ts';
import type { ArmingKey, ArmingState, Directory } from '../../ports/directory.ts';
import { aggregateTable, type Codec } from './aggregate-table.ts';
import { tenantOf, tenantPartition, tenantPartitions } from './partitions.ts';
import { instant, maybe, source, tenant, whole } from './schema.ts';
import { table } from './table.ts';

/** What a row of Directory holds. */
export const armingState: z.ZodType<ArmingState> = whole({
  tenant,
  source,
  baselineAt: maybe(instant),
  armedAt: maybe(instant),
  wokenFor: maybe(z.string()),
});

const codec = (tenants: readonly TenantId[]): Codec<ArmingKey, ArmingState> => ({
  version: 1,
  schema: armingState,
  partitions: tenantPartitions(tenants),
  placeOf: (key) => ({ partitionKey: tenantPartition(key.tenant, key.source), rowKey: key.source }),
  keyOf: ({ partitionKey, rowKey }) => {
    const known = source.safeParse(rowKey);
    return known.success
      ? { tenant: readId<TenantId>(tenantOf(partitionKey)), source: known.data }
      : undefined;
  },
});

/** What is armed, in a table. `tenants` are all that may be asked for what is due. */
export const tableDirectory = (client: TableClient, tenants: readonly TenantId[]): Directory =>
  aggregateTable(table(client), codec(tenants));
