import type { TableClient } from '@azure/data-tables';
import * as z from 'zod';
import type { GivenDecision, GivenDecisions } from '../../domain/given-decision.ts';
import type { GivenReport } from '../../domain/given-report.ts';
import type { GivenWord, Said } from '../../domain/given-word.ts';
import { type DecisionId, readId, type RenewalId, type ReportId, type TenantId } from '../../domain/ids.ts';
import { ROLL_OVER_STEPS } from '../../domain/roll-over.ts';
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

const said: z.ZodType<Said> = z.discriminatedUnion('what', [
  z.object({ what: z.literal('acknowledged'), partner: z.string() }),
  z.object({ what: z.literal('done'), step: z.enum(['add', 'switch', 'remove']) }),
  z.object({ what: z.literal('approved'), step: z.enum(ROLL_OVER_STEPS) }),
  z.object({ what: z.literal('switch-on'), switchAt: instant }),
  z.object({ what: z.enum(['hold', 'resume', 'undo']) }),
]);
const word: z.ZodType<GivenWord> = whole({
  id: z.string(),
  by: personKey,
  at: instant,
  reference: maybe(z.string()),
  said,
});

// Not `whole`: where nobody reported anything or said anything of a roll-over, nothing is kept of it.
const decisions: z.ZodType<GivenDecisions> = z.object({
  renewalId: shortId<RenewalId>(),
  tenant,
  decisions: z.array(given),
  reports: z.array(report).optional(),
  words: z.array(word).optional(),
});

/** Beside what else Directory holds, told apart by the prefix; the rest is the renewal's own. */
const rowKeyOf = (renewal: RenewalId): string => `dc-${renewal.slice(3)}`;

const codec = (tenants: readonly TenantId[]): Codec<DecisionsKey, GivenDecisions> => ({
  // 2: words about roll-overs.
  version: 2,
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
