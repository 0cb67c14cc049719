import type { RenewalId } from '../domain/ids.ts';
import { retirementDate } from '../domain/retirement.ts';
import { type Duration, toIso } from '../domain/time.ts';
import type { CredentialIssuer } from '../ports/credential-issuer.ts';
import type { Links } from '../ports/links.ts';
import type { ServiceDesk } from '../ports/service-desk.ts';
import type { Texts } from '../ports/texts.ts';
import { noteOnTicket } from './note-on-ticket.ts';
import { passOn } from './pass-on.ts';
import { renewalSaga, type SagaDeps } from './renewal-saga.ts';
import { removeMade } from './take-back.ts';

interface Deps extends SagaDeps {
  readonly links: Links;
  readonly issuer: CredentialIssuer;
  readonly desk: ServiceDesk;
  readonly texts: Texts;
  /** How long old and new stand side by side. */
  readonly overlap: Duration;
}

/**
 * Looks at what became of a link. Redeemed: the removal of the old credential gets its date. Over without a reveal: the
 * new credential is taken back, since one that nobody ever saw must not live on.
 */
export const followLink = (deps: Deps) => {
  const saga = renewalSaga(deps);
  const pass = passOn(deps);
  return async (id: RenewalId): Promise<void> => {
    const loaded = await saga.load(id, 'follow-link');
    if (loaded?.at.state !== 'delivered') return;
    const { stored, at } = loaded;
    const link = await deps.links.find(at.made.linkId);
    if (link?.state.state === 'issued') return; // still open; its end is due when its hour is over

    if (link?.state.state === 'undelivered') return pass(stored);
    if (link?.state.state === 'claimed') {
      const retireAt = retirementDate(at.of.expiresAt, at.made.issuedAt, deps.overlap);
      const noted = await noteOnTicket(
        deps,
        at,
        `The recipient has the new secret. The old one is removed on ${toIso(retireAt)}.`,
      );
      if (!noted.ok) return saga.postpone(stored, noted.failure);
      const redeem = { kind: 'redeem', redeemedAt: link.state.claimedAt, retireAt } as const;
      const moved = await saga.move(stored, redeem, (next) => [
        saga.event('expiry-monitor.renewal.rollover-step.v1', next, {
          step: 'retirement-scheduled',
          at: toIso(retireAt),
          keyId: at.of.keyId,
        }),
      ]);
      if (moved.ok) deps.log('STEP_DONE', { renewalId: id, step: 'follow-link' });
      return;
    }

    const removed = await removeMade(deps, stored.state, at.made.attempt);
    if (!removed.ok) return saga.postpone(stored, removed.failure);
    const noted = await noteOnTicket(
      deps,
      at,
      `Nobody opened the one-hour link, so the new secret was removed again. The old one is untouched and ends on ${toIso(at.of.expiresAt)}. Please renew it by hand.`,
    );
    if (!noted.ok) return saga.postpone(stored, noted.failure);
    const ended = await saga.move(stored, { kind: 'expire-link', now: deps.clock.now() }, (next) => [
      saga.event('expiry-monitor.renewal.rollover-step.v1', next, {
        step: 'new-credential-taken-back',
        keyId: at.made.keyId,
      }),
    ]);
    if (ended.ok) deps.log('STEP_DONE', { renewalId: id, step: 'take-back' });
  };
};
