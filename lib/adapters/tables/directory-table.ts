import type { TableClient } from '@azure/data-tables';
import * as z from 'zod';
import type { Arming, ArmingKey, ArmingWord, Waking } from '../../domain/arming.ts';
import { readId, type SubjectId, type TenantId } from '../../domain/ids.ts';
import type { Directory } from '../../ports/directory.ts';
import { aggregateTable, type Codec } from './aggregate-table.ts';
import { tenantOf, tenantPartition, tenantPartitions } from './partitions.ts';
import { instant, maybe, oneOf, personKey, shortId, source, tenant, whole } from './schema.ts';
import { table } from './table.ts';

const word: z.ZodType<ArmingWord> = whole({
  word: oneOf<ArmingWord['word']>({ arm: true, disarm: true }),
  by: personKey,
  at: instant,
});

const waking: z.ZodType<Waking> = whole({
  policy: z.string(),
  after: maybe(shortId<SubjectId>()),
  missed: z.boolean(),
});

/** What an arming row of Directory holds. */
export const arming: z.ZodType<Arming> = whole({
  tenant,
  source,
  baselineAt: maybe(instant),
  armedAt: maybe(instant),
  said: maybe(word),
  waking: maybe(waking),
  wokenFor: maybe(z.string()),
});

const codec = (tenants: readonly TenantId[]): Codec<ArmingKey, Arming> => ({
  version: 2,
  schema: arming,
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
