import type { ActiveRenewal, RefusedDecision, Renewal, Ticket } from '../domain/renewal.ts';
import { ok, type Result } from '../domain/result.ts';
import type { Stored } from '../ports/aggregates.ts';
import type { DeskFailure, ServiceDesk } from '../ports/service-desk.ts';
import { voidNote } from './check-approval.ts';
import { noteOnTicket } from './note-on-ticket.ts';
import { renewalSaga, type SagaDeps } from './renewal-saga.ts';

interface Deps extends SagaDeps {
  readonly desk: ServiceDesk;
}

/** An approval that no longer holds is void, which the ticket is told first; it is asked again. */
export const voidApproval = (deps: Deps) => {
  const saga = renewalSaga(deps);
  return async (
    stored: Stored<Renewal>,
    { id, ticket }: Pick<ActiveRenewal, 'id'> & { readonly ticket: Ticket },
    refused: readonly RefusedDecision[],
  ): Promise<Result<undefined, DeskFailure>> => {
    const noted = await noteOnTicket(deps, { id, ticket }, voidNote(refused));
    if (!noted.ok) return noted;
    const command = { kind: 'void-approval', refused, nextLookAt: deps.clock.now() } as const;
    const voided = await saga.move(stored, command);
    if (voided.ok)
      for (const { decisionId, reason } of refused)
        deps.log('DECISION_REFUSED', { renewalId: id, decisionId, reason });
    return ok(undefined);
  };
};
