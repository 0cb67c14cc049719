import type { Policy } from '../domain/policy.ts';
import type { ActiveRenewal, Renewal } from '../domain/renewal.ts';
import type { Carrier } from '../domain/roll-over.ts';
import { newRollOver } from '../domain/roll-over.ts';
import { planOf } from '../domain/roll-over-plan.ts';
import type { Stored } from '../ports/aggregates.ts';
import { renewalSaga, type SagaDeps } from './renewal-saga.ts';
import { rollOverEvent } from './roll-over-event.ts';

/** Approved, and a signing certificate: from here on it goes step by step. A date that the team has set is the agreed one. */
export const beginRollOver = (deps: SagaDeps & { readonly policy: Policy }) => {
  const saga = renewalSaga(deps);
  const says = rollOverEvent(saga);
  return async (
    stored: Stored<Renewal>,
    at: Extract<ActiveRenewal, { state: 'approved' }>,
    carrier: Carrier,
  ): Promise<void> => {
    const now = deps.clock.now();
    const { notBefore: switchAt, removeAt } = at.tended;
    const plan = planOf(deps.policy.rollOver, at.of.expiresAt, now, { switchAt, removeAt });
    const rollOver = newRollOver(carrier, plan, at.attempt, now);
    const begun = await saga.move(stored, { kind: 'begin-roll-over', rollOver }, says('begun'));
    if (begun.ok) deps.log('STEP_DONE', { renewalId: at.id, step: 'begin-roll-over' });
  };
};
