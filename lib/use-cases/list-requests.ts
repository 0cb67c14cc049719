import { active, type ActiveRenewal } from '../domain/renewal.ts';
import type { Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';
import type { RenewalSketches } from '../ports/renewal-sketches.ts';
import type { Renewals } from '../ports/renewals.ts';
import { unreadable } from './each-due.ts';

interface Deps {
  readonly renewals: Renewals;
  readonly sketches: RenewalSketches;
  readonly clock: Clock;
  readonly log: Log;
}

export type WaitingRequest = Extract<ActiveRenewal, { state: 'requested' }>;

/** The requests that wait for a decision, what ends first first. */
export const listRequests = (deps: Deps) => async (): Promise<readonly WaitingRequest[]> => {
  const sketches = await deps.sketches.read(deps.clock.now(), unreadable(deps.log));
  const waiting: WaitingRequest[] = [];
  for (const { id, state } of sketches.values()) {
    if (state !== 'requested') continue;
    const stored = await deps.renewals.find(id);
    const at = stored && active(stored.state);
    if (at?.state === 'requested') waiting.push(at);
  }
  return waiting.toSorted((a, b) => a.of.expiresAt - b.of.expiresAt);
};
