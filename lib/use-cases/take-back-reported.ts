import { advance } from '../domain/renewal-advance.ts';
import type { ActiveRenewal, Renewal } from '../domain/renewal.ts';
import { toIso } from '../domain/time.ts';
import type { Stored } from '../ports/aggregates.ts';
import type { Links } from '../ports/links.ts';
import type { ServiceDesk } from '../ports/service-desk.ts';
import { noteOnTicket } from './note-on-ticket.ts';
import type { HoldingDeps } from './holding.ts';
import { renewalSaga, type SagaDeps } from './renewal-saga.ts';
import { removeMade } from './take-back.ts';

export interface TakeBackDeps extends SagaDeps, HoldingDeps {
  readonly links: Links;
  readonly desk: ServiceDesk;
}

type TakingBack = Extract<ActiveRenewal, { state: 'taking-back' }>;

/**
 * Removes the credential that its recipient reported. Lost: the next attempt begins, and its credential is another one.
 * Exposed, or opened by someone else: it ends here, and people decide how it goes on.
 */
export const takeBackReported = (deps: TakeBackDeps) => {
  const saga = renewalSaga(deps);
  return async (stored: Stored<Renewal>, at: TakingBack): Promise<void> => {
    const now = deps.clock.now();
    const removed = await removeMade(deps, stored.state, at.made.attempt);
    if (!removed.ok) return saga.postpone(stored, removed.failure);
    const begins = advance(stored.state, { kind: 're-issue', now }).ok;
    const noted = await noteOnTicket(deps, at, begins ? SENT_ANEW : WHY[at.because]);
    if (!noted.ok) return saga.postpone(stored, noted.failure);

    const moved = begins
      ? await saga.move(stored, { kind: 're-issue', now }, (next) => [
          saga.event('expiry-monitor.renewal.rollover-step.v1', next, {
            step: 'new-credential-taken-back',
            keyId: at.made.keyId,
          }),
        ])
      : await saga.move(stored, { kind: 'revoke', now }, (next) => [
          saga.event('expiry-monitor.renewal.credential-revoked.v1', next, {
            keyId: at.made.keyId,
            revokedAt: toIso(now),
            cause: at.because,
          }),
        ]);
    if (moved.ok) deps.log('STEP_DONE', { renewalId: at.id, step: 'take-back', because: at.because });
  };
};

const SENT_ANEW =
  'The recipient says that the new secret is lost. It was removed, and another one is on its way. The old one is untouched.';
const WHY: Readonly<Record<TakingBack['because'], string>> = {
  lost: 'The recipient says that the new secret is lost. It was removed. The approval is too old for another one: please ask anew, or renew by hand. The old one is untouched.',
  exposed:
    'The recipient says that others may have seen the new secret. It was removed at once. The recipient can ask for another on the page of the link. The old one is untouched. Please look into how it came out.',
  'not-me':
    'The recipient says that it was not they who opened the link, or asked for it. The new secret was removed at once. The old one is untouched. Please find out who it was before anyone gets another.',
};
