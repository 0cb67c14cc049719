import type { TableClient } from '@azure/data-tables';
import * as z from 'zod';
import type { GivenDecision, GivenDecisions } from '../../domain/given-decision.ts';
import type { GivenReport } from '../../domain/given-report.ts';
import { type DecisionId, readId, type RenewalId, type ReportId, type TenantId } from '../../domain/ids.ts';
import type { Decisions, DecisionsKey } from '../../ports/decisions.ts';
import { aggregateTable, type Codec } from './aggregate-table.ts';
import { tenantOf, tenantPartition, tenantPartitions } from './partitions.ts';
import { instant, maybe, oneOf, personKey, shortId, tenant, whole } from './schema.ts';
import { table } from './table.ts';

const given: z.ZodType<GivenDecision> = whole({
  id: shortId<DecisionId>(),
  by: personKey,
  outcome: oneOf<GivenDecision['outcome']>({ approved: true, denied: true }),
  revision: z.string(),
  justification: maybe(z.string()),
  decidedAt: instant,
});

const report: z.ZodType<GivenReport> = whole({
  id: shortId<ReportId>(),
  by: personKey,
  kind: oneOf<GivenReport['kind']>({ exposed: true, lost: true, misconfigured: true, unsure: true }),
  attempt: z.int(),
  said: maybe(z.string()),
  at: instant,
});

const decisions: z.ZodType<GivenDecisions> = whole({
  renewalId: shortId<RenewalId>(),
  tenant,
  decisions: z.array(given),
  reports: maybe(z.array(report)),
});

/** Beside what else Directory holds, told apart by the prefix; the rest is the renewal's own. */
const rowKeyOf = (renewal: RenewalId): string => `dc-${renewal.slice(3)}`;

const codec = (tenants: readonly TenantId[]): Codec<DecisionsKey, GivenDecisions> => ({
  version: 1,
  schema: decisions,
  partitions: tenantPartitions(tenants),
  placeOf: ({ tenant: of, renewalId }) => ({
    partitionKey: tenantPartition(of, renewalId),
    rowKey: rowKeyOf(renewalId),
  }),
  keyOf: ({ partitionKey, rowKey }) =>
    /^dc-[a-z2-7]{26}$/.test(rowKey)
      ? {
          tenant: readId<TenantId>(tenantOf(partitionKey)),
          renewalId: readId<RenewalId>(`rn-${rowKey.slice(3)}`),
        }
      : undefined,
});

/** Decisions of people in table Directory. `tenants` are all that may be asked. */
export const tableDecisions = (client: TableClient, tenants: readonly TenantId[]): Decisions =>
  aggregateTable(table(client), codec(tenants));
