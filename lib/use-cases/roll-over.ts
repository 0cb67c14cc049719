import type { RenewalId } from '../domain/ids.ts';
import { active, type Renewal } from '../domain/renewal.ts';
import { nextStepOf, rollOverDueAt } from '../domain/roll-over-due.ts';
import { mayDo } from '../domain/roll-over-word.ts';
import { hours, plus } from '../domain/time.ts';
import type { Stored } from '../ports/aggregates.ts';
import { announceStep } from './announce-step.ts';
import { hearWords } from './hear-words.ts';
import { renewalSaga } from './renewal-saga.ts';
import { rollOverByPeople } from './roll-over-by-people.ts';
import { type RollOverDeps, rollOverByUs } from './roll-over-by-us.ts';
import type { Onward, RollingOver } from './rolling-over.ts';
import { tellPartners } from './tell-partners.ts';

/** What waits for people is looked at this often, though nobody has said anything. */
const LOOK_EVERY = hours(6);
/** More moves than one roll-over has steps, and room for many partners. */
const MOST_MOVES = 200;

/**
 * Takes the roll-over of a signing certificate as far as it goes: what people said, then step by step.
 *
 * Invariant: each effect is asked of the machine first and can be done twice; what was begun by a worker that died is
 * found again by the name that it bears. So there is never a second secondary for long, and nothing goes early.
 */
export const rollOver = (deps: RollOverDeps) => {
  const saga = renewalSaga(deps);
  const hear = hearWords(deps);
  const announce = announceStep(deps);
  const tell = tellPartners(deps);
  const ours = rollOverByUs(deps);
  const theirs = rollOverByPeople(deps);

  /** Looked at again later, so that a lost word costs hours and not the roll-over. */
  const rest = async (stored: Stored<Renewal>, { rollOver: r }: RollingOver): Promise<Onward> => {
    const now = deps.clock.now();
    if (rollOverDueAt(r) > now) return undefined;
    const does = { kind: 'look-later', lookAt: plus(now, LOOK_EVERY) } as const;
    await saga.move(stored, { kind: 'roll-over', does });
    return undefined;
  };

  const next = async (stored: Stored<Renewal>, at: RollingOver): Promise<Onward> => {
    const { rollOver: r } = at;
    const step = nextStepOf(r);
    if (step === undefined) return undefined;
    if (r.at.phase === 'switching') return ours.switch(stored, at);
    if (r.held !== undefined) return rest(stored, at);
    if (!r.asked.includes(step)) return announce(stored, at, step);
    if (!mayDo(r, step).ok) return rest(stored, at);
    const moved = await (r.at.phase === 'telling'
      ? tell(stored, at)
      : r.carrier === 'us'
        ? ours.step(stored, at)
        : 'waits');
    if (moved !== 'waits') return moved;
    const seen = r.carrier === 'people' ? await theirs(stored, at) : 'waits';
    return seen === 'waits' ? rest(stored, at) : seen;
  };

  return async (id: RenewalId): Promise<void> => {
    const loaded = await saga.load(id, 'roll-over');
    let stored: Onward = loaded && (await hear(loaded.stored));
    for (let moves = 0; stored !== undefined && moves < MOST_MOVES; moves += 1) {
      const at = active(stored.state);
      if (at.state !== 'rolling-over') return;
      if (stored.state.state === 'paused' && deps.clock.now() < stored.state.nextTryAt) return;
      stored = await next(stored, at);
    }
  };
};
