import type { Renewal } from '../domain/renewal.ts';
import type { RollOverCommand } from '../domain/roll-over.ts';
import { partnersOf, type SeenRollOver, seenOf } from '../domain/roll-over-seen.ts';
import type { Instant } from '../domain/time.ts';
import type { Stored } from '../ports/aggregates.ts';
import type { Subjects } from '../ports/subjects.ts';
import { renewalSaga, type SagaDeps } from './renewal-saga.ts';
import { rollOverEvent } from './roll-over-event.ts';
import type { Onward, RollingOver } from './rolling-over.ts';

interface Deps extends SagaDeps {
  readonly subjects: Subjects;
}

/** What people did, as the last scan saw it. Only what is proved moves the roll-over on. */
export const rollOverByPeople = (deps: Deps) => {
  const saga = renewalSaga(deps);
  const says = rollOverEvent(saga);

  return async (stored: Stored<Renewal>, at: RollingOver): Promise<Onward | 'waits'> => {
    const { tenant, subjectId: id } = at.of;
    const subject = await deps.subjects.find({ tenant, id });
    if (subject === undefined || subject.state.goneAt !== undefined) return 'waits';
    const { facts } = subject.state;
    const partners = partnersOf(facts, at.of, []);
    const proved = provenBy(at, seenOf(facts, at.of), partners, deps.clock.now());
    if (proved === undefined) return 'waits';
    const moved = await saga.move(stored, { kind: 'roll-over', does: proved.does }, says(proved.step));
    if (moved.ok) deps.log('STEP_DONE', { renewalId: at.id, step: 'roll-over', proof: 'seen' });
    return moved.ok ? moved.value : undefined;
  };
};

const provenBy = (
  { rollOver: { at } }: RollingOver,
  seen: SeenRollOver,
  partners: Extract<RollOverCommand, { kind: 'added' }>['partners'],
  now: Instant,
): { readonly does: RollOverCommand; readonly step: string } | undefined => {
  const proof = { kind: 'seen', at: now } as const;
  if (at.phase === 'adding' && seen.next !== undefined)
    return { does: { kind: 'added', next: seen.next, partners, proof, now }, step: 'next-added' };
  if ((at.phase === 'telling' || at.phase === 'agreed') && seen.switched)
    return { does: { kind: 'switched', proof }, step: 'switched' };
  if (at.phase === 'switched' && seen.removed)
    return { does: { kind: 'removed', proof, now }, step: 'old-removed' };
  return undefined;
};
