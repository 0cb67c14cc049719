import type { TableClient } from '@azure/data-tables';
import { ID_PATTERN, readId, type RenewalId } from '../../domain/ids.ts';
import type { Renewal } from '../../domain/renewal.ts';
import type { Renewals } from '../../ports/renewals.ts';
import { aggregateTable, type Codec } from './aggregate-table.ts';
import { PARTITIONS, shardOf } from './partitions.ts';
import { renewal } from './renewal-schema.ts';
import { table } from './table.ts';

const codec: Codec<RenewalId, Renewal> = {
  // 2: what a roll-over has, and what a certificate that is handed in has.
  version: 2,
  schema: renewal,
  partitions: PARTITIONS,
  placeOf: (id) => ({ partitionKey: shardOf(id), rowKey: id }),
  keyOf: ({ rowKey }) => (ID_PATTERN.test(rowKey) ? readId<RenewalId>(rowKey) : undefined),
};

/** The sagas in a table. */
export const tableRenewals = (client: TableClient): Renewals => aggregateTable(table(client), codec);
