import type { RenewalId } from '../domain/ids.ts';
import { toIso } from '../domain/time.ts';
import { type HoldingDeps, holdingOf } from './holding.ts';
import { renewalSaga, type SagaDeps } from './renewal-saga.ts';

interface Deps extends SagaDeps, HoldingDeps {}

/**
 * Removes the old credential on its date.
 *
 * Invariant: only after the new one was redeemed, and not a millisecond before the date; `advance` refuses both, and it
 * is asked before anything is removed. Removing what is gone already is no error, so a lost answer costs nothing.
 */
export const retireCredential = (deps: Deps) => {
  const saga = renewalSaga(deps);
  return async (id: RenewalId): Promise<void> => {
    const loaded = await saga.load(id, 'retire-credential');
    if (loaded?.at.state !== 'redeemed') return;
    const { stored, at } = loaded;
    const now = deps.clock.now();
    if (now < at.retireAt) return; // woken early; the date stands
    const { tenant, nativeId, inPlaceOf, kind, keyId } = at.of;
    const removed = await holdingOf(deps, inPlaceOf ?? kind).remove({ tenant, nativeId }, keyId);
    if (!removed.ok) return saga.postpone(stored, removed.failure);
    const retired = await saga.move(stored, { kind: 'retire', now }, (next) => [
      saga.event('expiry-monitor.renewal.credential-retired.v1', next, {
        keyId: at.of.keyId,
        retiredAt: toIso(now),
      }),
    ]);
    if (retired.ok) deps.log('STEP_DONE', { renewalId: id, step: 'retire-credential' });
  };
};
