import { advance } from '../domain/renewal-advance.ts';
import { isSamePerson } from '../domain/person.ts';
import { commandOf, type GivenWord, hasPlace } from '../domain/given-word.ts';
import { active, type Renewal } from '../domain/renewal.ts';
import { ok, type Result } from '../domain/result.ts';
import { partnersOf } from '../domain/roll-over-seen.ts';
import type { Stored } from '../ports/aggregates.ts';
import type { PeopleFailure } from '../ports/people.ts';
import { beginCallOff } from './begin-call-off.ts';
import { renewalSaga } from './renewal-saga.ts';
import type { Onward, RollingOver } from './rolling-over.ts';
import type { RollOverDeps } from './roll-over-by-us.ts';
import { rollOverEvent } from './roll-over-event.ts';

/** What people did a step by themselves, as the event has it. */
const STEP = { add: 'next-added', switch: 'switched', remove: 'old-removed' } as const;

/** Takes over what people said about a roll-over, each word once and in its order. What does not count is passed over. */
export const hearWords = (deps: RollOverDeps) => {
  const saga = renewalSaga(deps);
  const says = rollOverEvent(saga);
  const callOff = beginCallOff(deps);

  /** An approval has to hold when it is used: of somebody who is there, and who is not the one for whom it is. */
  const counts = async (
    at: RollingOver,
    { said, by }: GivenWord,
  ): Promise<Result<boolean, PeopleFailure>> => {
    if (said.what !== 'approved') return ok(true);
    const found = await deps.people.find(by.tenant, by.objectId);
    if (!found.ok) return found;
    const isForThem = at.recipient !== undefined && isSamePerson(by, at.recipient.person);
    return ok(found.value?.enabled === true && !isForThem);
  };

  const hear = async (stored: Stored<Renewal>, at: RollingOver, word: GivenWord): Promise<Onward> => {
    const counted = await counts(at, word);
    if (!counted.ok) {
      await saga.postpone(stored, counted.failure);
      return undefined;
    }
    const now = deps.clock.now();
    const isUsed = counted.value && hasPlace(at.rollOver, word, now).ok;
    if (isUsed && word.said.what === 'undo') {
      await callOff(stored, { cause: 'ended-by-person', keyId: undefined, by: word.by.objectId });
      return undefined;
    }
    if (!isUsed) deps.log('WORD_REFUSED', { renewalId: at.id, wordId: word.id, what: word.said.what });
    const facts = await deps.subjects.find({ tenant: at.of.tenant, id: at.of.subjectId });
    const does = isUsed
      ? commandOf(word, partnersOf(facts?.state.facts, at.of, []), now)
      : ({ kind: 'look-later', lookAt: at.rollOver.lookAt } as const);
    const command = { kind: 'roll-over', does, heard: word.id } as const;
    if (!advance(stored.state, command).ok) return stored;
    const moved = await saga.move(
      stored,
      command,
      isUsed && word.said.what === 'done' ? says(STEP[word.said.step]) : undefined,
    );
    return moved.ok ? moved.value : undefined;
  };

  return async (stored: Stored<Renewal>): Promise<Onward> => {
    const { of, id } = active(stored.state);
    const given = await deps.decisions.find({ tenant: of.tenant, renewalId: id });
    let now: Onward = stored;
    for (const word of given?.state.words ?? []) {
      const at = now && active(now.state);
      if (now === undefined || at?.state !== 'rolling-over') return undefined;
      if (!at.rollOver.heard.includes(word.id)) now = await hear(now, at, word);
    }
    return now;
  };
};
