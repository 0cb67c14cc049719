import type { Cancellation, Renewal } from '../domain/renewal.ts';
import { active } from '../domain/renewal.ts';
import { advance } from '../domain/renewal-advance.ts';
import type { Stored } from '../ports/aggregates.ts';
import type { Links } from '../ports/links.ts';
import { renewalSaga, type SagaDeps } from './renewal-saga.ts';
import { revokeLink } from './take-back.ts';

interface Deps extends SagaDeps {
  readonly links: Links;
}

/** `handed-over`: the recipient has the new credential, and nobody else may take it away. */
export type CalledOff = 'begun' | 'handed-over' | 'refused' | 'superseded';

/**
 * Ends a renewal from outside. Its link goes first: claim and revoke race on that row, and whoever was handed the new
 * credential keeps it.
 */
export const beginCallOff = (deps: Deps) => {
  const saga = renewalSaga(deps);
  return async (stored: Stored<Renewal>, because: Cancellation): Promise<CalledOff> => {
    const now = deps.clock.now();
    const at = active(stored.state);
    const command = { kind: 'cancel', because, now } as const;
    if (!advance(stored.state, command).ok) return 'refused';
    const linkId = at.state === 'issued' || at.state === 'delivered' ? at.made.linkId : undefined;
    if (linkId !== undefined) {
      const revoked = await revokeLink(deps, linkId, now);
      if (!revoked.ok) return 'handed-over';
    }
    const moved = await saga.move(stored, command);
    return moved.ok ? 'begun' : 'superseded';
  };
};
