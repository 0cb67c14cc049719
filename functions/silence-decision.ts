import type { SilenceAnswer } from '../lib/api/silences.ts';
import type { Caller } from '../lib/domain/caller.ts';
import { readId, type SilenceId } from '../lib/domain/ids.ts';
import type { WatchDeps } from '../lib/roles.ts';
import { decideSilence } from '../lib/use-cases/decide-silence.ts';
import { silenceView } from '../lib/use-cases/list-silences.ts';
import type { Reply } from './api.ts';
import { signInAgain } from './sign-in-again.ts';
import { decisionProblem, PERSON_NEEDED } from './silence-problems.ts';

/** One person's word about one silence, and how it stands then. */
export const silenceDecision = (deps: WatchDeps, word: 'approve' | 'end') => {
  const decide = decideSilence(deps);
  return async (caller: Caller, id: string): Promise<Reply<{ readonly silence: SilenceAnswer }>> => {
    if (caller.kind !== 'person') return PERSON_NEEDED;
    const tooOld = word === 'approve' ? signInAgain(deps, caller) : undefined;
    if (tooOld !== undefined) return tooOld;
    const decided = await decide(readId<SilenceId>(id), word, caller);
    return decided.ok
      ? { status: 200, body: { silence: silenceView(decided.value, deps.clock.now()) } }
      : decisionProblem(decided.failure);
  };
};
