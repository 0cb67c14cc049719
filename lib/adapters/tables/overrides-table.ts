import type { TableClient } from '@azure/data-tables';
import * as z from 'zod';
import { type OverrideId, readId, type SubjectId, type TenantId } from '../../domain/ids.ts';
import type { OwnerContact } from '../../domain/owner-contact.ts';
import type { KeptOverride, OverrideScope, SetOverride } from '../../domain/owner-override.ts';
import type { OverrideKey, Overrides } from '../../ports/overrides.ts';
import { aggregateTable, type Codec } from './aggregate-table.ts';
import { tenantOf, tenantPartition } from './partitions.ts';
import { readableStates } from './readable-states.ts';
import { instant, maybe, oneOf, personKey, shortId, tenant, whole } from './schema.ts';
import { table } from './table.ts';

const scope: z.ZodType<OverrideScope> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('subject'), id: shortId<SubjectId>() }),
  z.object({ kind: z.literal('application'), id: z.string() }),
  z.object({ kind: z.literal('name'), pattern: z.string() }),
  z.object({ kind: z.literal('label'), pattern: z.string() }),
]);

const owner: z.ZodType<OwnerContact> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('person'), who: z.string() }),
  z.object({ kind: z.literal('group'), which: z.string() }),
  z.object({ kind: z.literal('mailbox'), address: z.string() }),
]);

const override: z.ZodType<SetOverride> = whole({
  id: shortId<OverrideId>(),
  tenant,
  scope,
  owner,
  reason: z.string(),
  author: personKey,
  setAt: instant,
  until: maybe(instant),
});

const kept: z.ZodType<KeptOverride> = whole({
  override,
  ended: maybe(whole({ at: instant, cause: oneOf({ 'end-date': true, ended: true }), by: maybe(personKey) })),
});

/** There are few, and all of a tenant are wanted at once whenever owners are: they lie together. */
const partitionOf = (of: TenantId): string => tenantPartition(of, 'overrides');

const codec = (tenants: readonly TenantId[]): Codec<OverrideKey, KeptOverride> => ({
  version: 1,
  schema: kept,
  partitions: tenants.map(partitionOf),
  placeOf: ({ tenant: of, id }) => ({ partitionKey: partitionOf(of), rowKey: id }),
  keyOf: ({ partitionKey, rowKey }) =>
    /^ov-[a-z2-7]{26}$/.test(rowKey)
      ? { tenant: readId<TenantId>(tenantOf(partitionKey)), id: readId<OverrideId>(rowKey) }
      : undefined,
});

/** Overrides of owners in table Directory. `tenants` are all that may be asked for what is due. */
export const tableOverrides = (client: TableClient, tenants: readonly TenantId[]): Overrides => {
  const directory = table(client);
  const shape = codec(tenants);
  const statesOf = (of: TenantId, unreadable: (row: string) => void) =>
    // A dot comes right after the hyphen: no other row lies in between.
    readableStates(directory.name, shape, directory.range(partitionOf(of), 'ov-', 'ov.'), unreadable);
  return {
    ...aggregateTable(directory, shape),
    list: statesOf,
    read: async (of, unreadable) => {
      const standing: SetOverride[] = [];
      for await (const { override: one, ended } of statesOf(of, unreadable))
        if (ended === undefined) standing.push(one);
      return standing.sort((a, b) => b.setAt - a.setAt);
    },
  };
};
