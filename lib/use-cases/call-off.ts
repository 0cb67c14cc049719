import type { RenewalId } from '../domain/ids.ts';
import { isRenewedHere } from '../domain/renewed-here.ts';
import type { ActiveRenewal, Cancellation, Ticket } from '../domain/renewal.ts';
import { ok, type Result } from '../domain/result.ts';
import { toIso } from '../domain/time.ts';
import type { Links } from '../ports/links.ts';
import type { DeskFailure, ServiceDesk } from '../ports/service-desk.ts';
import type { HoldingDeps } from './holding.ts';
import { renewalSaga, type SagaDeps } from './renewal-saga.ts';
import type { RollOverDeps } from './roll-over-by-us.ts';
import { rollOverEvent } from './roll-over-event.ts';
import { removeMade, revokeLink } from './take-back.ts';
import { undoRollOver } from './undo-roll-over.ts';

interface Deps
  extends SagaDeps, HoldingDeps, Pick<RollOverDeps, 'signing' | 'mailer' | 'texts' | 'team' | 'metadataUrl'> {
  readonly desk: ServiceDesk;
  readonly links: Links;
}

type Cancelling = Extract<ActiveRenewal, { state: 'cancelling' }>;

/**
 * Takes back what is ours of a renewal that was ended: the link, what was made, the request at the desk.
 *
 * Invariant: not before whoever was at it can no longer be, so that nothing is made or opened behind our back; and each
 * part can be done twice, so that a crash leaves none of them standing.
 */
export const callOff = (deps: Deps) => {
  const saga = renewalSaga(deps);
  const undo = undoRollOver(deps);
  const says = rollOverEvent(saga);

  const ticketOf = async (at: Cancelling): Promise<Result<Ticket | undefined, DeskFailure>> =>
    // It may have been opened without our learning of it.
    at.ticket === undefined ? deps.desk.find(at.id) : ok(at.ticket);

  const withdraw = async (at: Cancelling): Promise<Result<undefined, DeskFailure>> => {
    const ticket = await ticketOf(at);
    if (!ticket.ok) return ticket;
    if (ticket.value === undefined) return ok(undefined);
    const cancelled = await deps.desk.cancel(ticket.value, WHY[at.because.cause]);
    if (cancelled.ok || cancelled.failure.code === 'UNAVAILABLE') return cancelled;
    deps.log('NOTE_REFUSED', {
      renewalId: at.id,
      ticket: ticket.value.number,
      detail: cancelled.failure.detail,
    });
    return ok(undefined);
  };

  return async (id: RenewalId): Promise<void> => {
    const loaded = await saga.load(id, 'call-off');
    if (loaded?.at.state !== 'cancelling') return;
    const { stored, at } = loaded;
    const now = deps.clock.now();
    if (now < at.notBefore) return; // whoever is at it may still make something; the timer comes back
    if (at.linkId !== undefined) await revokeLink(deps, at.linkId, now); // of an attempt that was never mailed
    const isMade = at.past.attempts > 0 && isRenewedHere(at.of);
    const removed = isMade ? await removeMade(deps, stored.state, at.past.attempts) : ok(0);
    if (!removed.ok) return saga.postpone(stored, removed.failure);
    const undone = await undo(at);
    if (!undone.ok) return saga.postpone(stored, undone.failure);
    const withdrawn = await withdraw(at);
    if (!withdrawn.ok) return saga.postpone(stored, withdrawn.failure);
    const ended = await saga.move(stored, { kind: 'end', now }, (next) => [
      ...(at.rollOver === undefined ? [] : says('undone')({ ...next, rollOver: at.rollOver } as typeof next)),
      saga.event('expiry-monitor.renewal.cancelled.v1', next, {
        cancelledAt: toIso(now),
        cause: at.because.cause,
        ...(at.because.keyId === undefined ? {} : { newKeyId: at.because.keyId }),
      }),
    ]);
    if (ended.ok) deps.log('STEP_DONE', { renewalId: id, step: 'call-off', because: at.because.cause });
  };
};

const WHY: Readonly<Record<Cancellation['cause'], string>> = {
  'renewed-by-others':
    'Someone renewed it themselves: a newer credential took over. This request is not needed any more, and nothing was issued for it that still holds.',
  'credential-removed':
    'The credential that this request is about was removed. Nothing was issued that still holds. If the application still needs one, please open a new request.',
  'ended-by-person':
    'This request was ended at the service desk. Nothing was issued for it that still holds. The old credential is watched until it ends.',
};
