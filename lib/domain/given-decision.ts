import type { GivenReport } from './given-report.ts';
import type { GivenWord } from './given-word.ts';
import type { DecisionId, RenewalId, TenantId } from './ids.ts';
import type { PersonKey } from './person.ts';
import { fail, ok, type Result } from './result.ts';
import type { Instant } from './time.ts';

/** What a person decided about a request by our own API, and not at the service desk. */
export interface GivenDecision {
  readonly id: DecisionId;
  readonly by: PersonKey;
  readonly outcome: 'approved' | 'denied';
  /** Which revision of the request the person saw. */
  readonly revision: string;
  /** Hostile text. */
  readonly justification: string | undefined;
  readonly decidedAt: Instant;
}

/** All that was decided about one renewal by the API. */
export interface GivenDecisions {
  readonly renewalId: RenewalId;
  readonly tenant: TenantId;
  readonly decisions: readonly GivenDecision[];
  /** What the team reported of what it made. */
  readonly reports?: readonly GivenReport[] | undefined;
  /** What people said about its roll-over since, in that order. */
  readonly words?: readonly GivenWord[] | undefined;
}

/**
 * Adds a decision; the same object when it is there already.
 *
 * Invariant: decisions are only added. Who decided once about a revision has decided; whoever regrets an approval denies at
 * the service desk, or asks the team to end the request.
 */
export const give = (
  all: GivenDecisions,
  decision: GivenDecision,
): Result<GivenDecisions, 'DECIDED_OTHERWISE'> => {
  const before = all.decisions.find(({ id }) => id === decision.id);
  if (before === undefined) return ok({ ...all, decisions: [...all.decisions, decision] });
  return before.outcome === decision.outcome ? ok(all) : fail('DECIDED_OTHERWISE');
};
