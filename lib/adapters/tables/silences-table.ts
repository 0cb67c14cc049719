import type { TableClient } from '@azure/data-tables';
import { readId, type SilenceId, type TenantId } from '../../domain/ids.ts';
import { isHeard, type KeptSilence } from '../../domain/kept-silence.ts';
import type { Silence } from '../../domain/silence.ts';
import type { SilenceKey, Silences } from '../../ports/silences.ts';
import { aggregateTable, type Codec } from './aggregate-table.ts';
import { inSixteens, tenantOf, tenantPartition, tenantPartitions } from './partitions.ts';
import { readableStates } from './readable-states.ts';
import { keptSilence } from './silence-schema.ts';
import { table } from './table.ts';

const codec = (tenants: readonly TenantId[]): Codec<SilenceKey, KeptSilence> => ({
  version: 1,
  schema: keptSilence,
  partitions: tenantPartitions(tenants),
  placeOf: ({ tenant, id }) => ({ partitionKey: tenantPartition(tenant, id), rowKey: id }),
  keyOf: ({ partitionKey, rowKey }) =>
    /^sl-[a-z2-7]{26}$/.test(rowKey)
      ? { tenant: readId<TenantId>(tenantOf(partitionKey)), id: readId<SilenceId>(rowKey) }
      : undefined,
});

/** Silences in table Directory, beside what else is known of a tenant. `tenants` are all that may be asked for what is due. */
export const tableSilences = (client: TableClient, tenants: readonly TenantId[]): Silences => {
  const directory = table(client);
  const shape = codec(tenants);
  // A dot comes right after the hyphen: no other row lies in between.
  const rowsOf = (partitionKey: string) => directory.range(partitionKey, 'sl-', 'sl.');
  const statesOf = (partitionKey: string, unreadable: (row: string) => void) =>
    readableStates(directory.name, shape, rowsOf(partitionKey), unreadable);
  return {
    ...aggregateTable(directory, shape),
    list: async function* (tenant, unreadable) {
      for (const partitionKey of tenantPartitions([tenant])) yield* statesOf(partitionKey, unreadable);
    },
    read: async (unreadable) => {
      const found = await inSixteens(shape.partitions, async (partitionKey) => {
        const heard: Silence[] = [];
        for await (const kept of statesOf(partitionKey, unreadable))
          if (isHeard(kept)) heard.push(kept.silence);
        return heard;
      });
      return found.flat();
    },
  };
};
