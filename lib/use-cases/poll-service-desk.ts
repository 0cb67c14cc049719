import type { Digest, RenewalId } from '../domain/ids.ts';
import { stepOf, tendedAt } from '../domain/renewal-step.ts';
import { active } from '../domain/renewal.ts';
import { hours, minus, minutes } from '../domain/time.ts';
import type { Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';
import type { Publisher } from '../ports/publisher.ts';
import type { Renewals } from '../ports/renewals.ts';
import type { ServiceDesk } from '../ports/service-desk.ts';
import { eachDue } from './each-due.ts';
import { wakeMessage } from './outgoing.ts';

interface Deps {
  readonly desk: ServiceDesk;
  readonly renewals: Renewals;
  readonly publisher: Publisher;
  readonly digest: Digest;
  readonly clock: Clock;
  readonly log: Log;
}

/** What people wrote is looked at soon; what this misses is looked at when the ticket is looked at by itself. */
const CHANGED_WITHIN = minutes(15);

/** Wide enough that a weekend's outage of the poll misses nothing; each open request is looked at by itself as well. */
const LOOK_BACK = hours(72);

/** Wakes the renewals whose requests were decided. What the desk lists is a hint: each record is read before it counts. */
export const pollServiceDesk = (deps: Deps) => async (): Promise<{ readonly woken: number }> => {
  const now = deps.clock.now();
  const decided = await deps.desk.decidedSince(minus(now, LOOK_BACK));
  if (!decided.ok) {
    deps.log('STEP_POSTPONED', { step: 'poll-service-desk', failure: decided.failure.code });
    return { woken: 0 };
  }
  let woken = 0;
  // A decision that did not count stays in the desk's list for days; once in five minutes is enough to look at it again.
  const occasion = `poll@${Math.floor(now / minutes(5))}`;
  const wake = async (id: RenewalId) => {
    if (await wakeDecided(deps, id, occasion)) woken += 1;
  };
  const { outage } = await eachDue(decided.value, deps.log, (id) => id, wake);
  const changed = await deps.desk.changedSince(minus(now, CHANGED_WITHIN));
  const tend = async (id: RenewalId) => {
    if (await wakeChanged(deps, id, occasion)) woken += 1;
  };
  const tended = await eachDue(changed.ok ? changed.value : [], deps.log, (id) => id, tend);
  if (outage !== undefined) throw outage;
  if (tended.outage !== undefined) throw tended.outage;
  return { woken };
};

/** Wakes the look at one ticket, if its renewal goes on. */
const wakeChanged = async (
  { renewals, publisher, digest }: Pick<Deps, 'renewals' | 'publisher' | 'digest'>,
  id: RenewalId,
  occasion: string,
): Promise<boolean> => {
  const stored = await renewals.find(id);
  if (stored === undefined || tendedAt(stored.state) === undefined) return false;
  const { subjectId } = stored.state.of;
  const sent = await publisher.send(wakeMessage(digest, 'tend-request', id, subjectId, occasion));
  // A file may be what is new.
  if (active(stored.state).state === 'awaiting-certificate')
    await publisher.send(wakeMessage(digest, 'place-certificate', id, subjectId, occasion));
  return sent.ok; // if not: it is looked at by itself
};

/** Wakes one renewal if it still waits for a decision. */
const wakeDecided = async (
  { renewals, publisher, digest }: Pick<Deps, 'renewals' | 'publisher' | 'digest'>,
  id: RenewalId,
  occasion: string,
): Promise<boolean> => {
  const stored = await renewals.find(id);
  if (stored === undefined || stepOf(stored.state) !== 'record-approval') return false;
  const { subjectId } = stored.state.of;
  const sent = await publisher.send(wakeMessage(digest, 'record-approval', id, subjectId, occasion));
  return sent.ok; // if not: the next poll finds it undecided on our side still
};
