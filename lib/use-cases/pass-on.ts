import { advance } from '../domain/renewal-advance.ts';
import { active, type Recipient, type Renewal } from '../domain/renewal.ts';
import { ok } from '../domain/result.ts';
import type { Stored } from '../ports/aggregates.ts';
import type { ServiceDesk } from '../ports/service-desk.ts';
import type { Texts } from '../ports/texts.ts';
import { noteOnTicket } from './note-on-ticket.ts';
import type { HoldingDeps } from './holding.ts';
import { renewalSaga, type SagaDeps } from './renewal-saga.ts';
import { removeMade } from './take-back.ts';

interface Deps extends SagaDeps, HoldingDeps {
  readonly desk: ServiceDesk;
  readonly texts: Texts;
}

/**
 * No mail reaches the recipient of a link, and the link is over. What was made goes, and the next of those whom the
 * approver saw gets a new one. When nobody is left, the team is told and no further secret is made.
 *
 * Invariant: the same address is not tried again. The link's row says what happened until the renewal has moved on, so
 * whoever takes over after an outage or a crash comes here once more and not to another attempt.
 */
export const passOn = (deps: Deps) => {
  const saga = renewalSaga(deps);
  return async (stored: Stored<Renewal>): Promise<void> => {
    const at = active(stored.state);
    const next = advance(stored.state, { kind: 'pass-on' });
    if (!next.ok || !('approval' in at)) return;
    // Where something is asked for and not given, nothing was made.
    const made = 'made' in at ? at.made : undefined;
    const removed = made === undefined ? ok(0) : await removeMade(deps, stored.state, made.attempt);
    if (!removed.ok) return saga.postpone(stored, removed.failure);
    const note = deps.texts.undeliveredNote({
      recipient: named(at.recipient),
      next: named(recipientOf(next.value)),
      oldExpiresAt: at.of.expiresAt,
      what: made === undefined ? 'asked' : 'given',
    });
    const noted = await noteOnTicket(deps, at, note);
    if (!noted.ok) return saga.postpone(stored, noted.failure);
    const passed = await saga.move(stored, { kind: 'pass-on' }, (after) =>
      made === undefined
        ? []
        : [
            saga.event('expiry-monitor.renewal.rollover-step.v1', after, {
              step: 'new-credential-taken-back',
              keyId: made.keyId,
            }),
          ],
    );
    if (passed.ok) deps.log('STEP_DONE', { renewalId: at.id, step: 'pass-on' });
  };
};

const recipientOf = (renewal: Renewal): Recipient | undefined => active(renewal).recipient;

const named = (recipient: Recipient | undefined) =>
  recipient && {
    name: recipient.person.displayName,
    userPrincipalName: recipient.person.userPrincipalName,
  };
