import type { TableClient } from '@azure/data-tables';
import { readId, type TenantId } from '../../domain/ids.ts';
import type { KeptItem } from '../../domain/kept-item.ts';
import type { DeclaredItemKey, DeclaredItems } from '../../ports/declared-items.ts';
import { aggregateTable, type Codec } from './aggregate-table.ts';
import { keptItem } from './declared-item-schema.ts';
import { tenantOf, tenantPartition, tenantPartitions } from './partitions.ts';
import { readableStates } from './readable-states.ts';
import { table } from './table.ts';

const ROW = /^di-([a-z0-9][a-z0-9-]{0,62})$/;

const codec = (tenants: readonly TenantId[]): Codec<DeclaredItemKey, KeptItem> => ({
  version: 1,
  schema: keptItem,
  partitions: tenantPartitions(tenants),
  placeOf: ({ tenant, id }) => ({ partitionKey: tenantPartition(tenant, id), rowKey: `di-${id}` }),
  keyOf: ({ partitionKey, rowKey }) => {
    const [, id] = ROW.exec(rowKey) ?? [];
    return id === undefined ? undefined : { tenant: readId<TenantId>(tenantOf(partitionKey)), id };
  },
});

/** What was declared over the API, in table Directory, beside what else is known of a tenant. */
export const tableDeclaredItems = (client: TableClient, tenants: readonly TenantId[]): DeclaredItems => {
  const directory = table(client);
  const shape = codec(tenants);
  return {
    ...aggregateTable(directory, shape),
    list: async function* (tenant, unreadable) {
      // A dot comes right after the hyphen: no other row lies in between.
      for (const partitionKey of tenantPartitions([tenant]))
        yield* readableStates(directory.name, shape, directory.range(partitionKey, 'di-', 'di.'), unreadable);
    },
  };
};
