import { sayOfRollOverOperation } from '../lib/api/roll-overs.ts';
import { readId, type RenewalId } from '../lib/domain/ids.ts';
import { toIso } from '../lib/domain/time.ts';
import type { WatchDeps } from '../lib/roles.ts';
import { giveWord } from '../lib/use-cases/give-word.ts';
import { serveOperation } from './api.ts';
import { saidIn, WORD_PROBLEMS } from './roll-over-words.ts';
import type { FunctionFile } from './runtime.ts';
import { PERSON_NEEDED } from './silence-problems.ts';

/** Somebody says something of a roll-over. */
export const sayOfRollOverFunction: FunctionFile<WatchDeps> = (runtime, deps) => {
  const give = giveWord(deps);
  serveOperation(runtime, deps, sayOfRollOverOperation, async ({ caller, params, body }) => {
    if (caller.kind !== 'person') return PERSON_NEEDED;
    const said = saidIn(body);
    if (!('what' in said))
      return { problem: 'bad-input', detail: 'See faults; all of them are named.', faults: [said] };
    const given = await give(readId<RenewalId>(params.id), said, body.reference, caller);
    if (!given.ok) return WORD_PROBLEMS[given.failure];
    return {
      status: 202,
      body: { word: { id: given.value.id, what: body.what, at: toIso(given.value.at) } },
    };
  });
};
