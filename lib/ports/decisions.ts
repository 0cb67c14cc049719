import type { GivenDecisions } from '../domain/given-decision.ts';
import type { RenewalId, TenantId } from '../domain/ids.ts';
import type { Aggregates } from './aggregates.ts';

export interface DecisionsKey {
  readonly tenant: TenantId;
  readonly renewalId: RenewalId;
}

/** What people decided about requests by our own API. Those who renew only read it. */
export type Decisions = Aggregates<DecisionsKey, GivenDecisions>;
