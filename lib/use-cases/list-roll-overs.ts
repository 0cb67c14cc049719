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

/** The signing certificates that are rolled over now, what ends first first. */
export const listRollOvers =
  (deps: Deps) => async (): Promise<readonly Extract<ActiveRenewal, { state: 'rolling-over' }>[]> => {
    const sketches = await deps.sketches.read(deps.clock.now(), unreadable(deps.log));
    const found = [];
    for (const { id, state } of sketches.values()) {
      const stored = state === 'rolling-over' ? await deps.renewals.find(id) : undefined;
      const at = stored && active(stored.state);
      if (at?.state === 'rolling-over') found.push(at);
    }
    return found.toSorted((a, b) => a.of.expiresAt - b.of.expiresAt);
  };
