import type { DayTally, OpenMarks } from '../domain/day-tally.ts';
import type { TenantId } from '../domain/ids.ts';
import type { Instant } from '../domain/time.ts';
import type { Aggregates } from './aggregates.ts';

/** A mail to the team that is still to be sent. */
export interface OwedSummary {
  readonly what: 'daily' | 'weekly';
  readonly attempts: number;
  readonly nextTryAt: Instant;
}

/** What was summed up of a tenant, and what is still to be mailed. */
export interface SummaryState {
  readonly tenant: TenantId;
  /** The last day, in UTC, on which a run of the judge reached the storm cap. */
  readonly cappedOn: string | undefined;
  readonly daily:
    | {
        readonly day: string;
        readonly at: Instant;
        readonly tally: DayTally;
        readonly open: OpenMarks;
        readonly stormCapHit: boolean;
      }
    | undefined;
  /** The Monday of the last week whose list was made. */
  readonly week: string | undefined;
  readonly owed: readonly OwedSummary[];
}

/** What is remembered from one summary to the next. */
export type Summaries = Aggregates<TenantId, SummaryState>;
