import { askForSilenceOperation } from '../lib/api/silences.ts';
import { type CredentialId, readId, type SubjectId } from '../lib/domain/ids.ts';
import { parseInstant } from '../lib/domain/time.ts';
import type { WatchDeps } from '../lib/roles.ts';
import { askForSilence } from '../lib/use-cases/ask-for-silence.ts';
import { silenceView } from '../lib/use-cases/list-silences.ts';
import { serveOperation } from './api.ts';
import type { FunctionFile } from './runtime.ts';
import { askProblem, PERSON_NEEDED } from './silence-problems.ts';

/** Someone asks that a credential be left alone for a time. */
export const askForSilenceFunction: FunctionFile<WatchDeps> = (runtime, deps) => {
  const ask = askForSilence(deps);
  serveOperation(runtime, deps, askForSilenceOperation, async ({ caller, body }) => {
    if (caller.kind !== 'person') return PERSON_NEEDED;
    const until = parseInstant(body.until);
    if (until === undefined)
      return {
        problem: 'bad-input',
        detail: 'See faults.',
        faults: [{ at: 'until', message: 'Is no such day.' }],
      };
    const { credentialId, subjectId, kind, reason } = body;
    const wanted = {
      credentialId: readId<CredentialId>(credentialId),
      subjectId: subjectId === undefined ? undefined : readId<SubjectId>(subjectId),
    };
    const asked = await ask({ ...wanted, kind, reason, until }, caller);
    if (!asked.ok) return askProblem(asked.failure);
    const { kept, isNew } = asked.value;
    return { status: isNew ? 201 : 200, body: { silence: silenceView(kept, deps.clock.now()) } };
  });
};
