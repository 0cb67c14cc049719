import { explainOperation } from '../lib/api/explain.ts';
import { type CredentialId, readId, type SubjectId } from '../lib/domain/ids.ts';
import type { WatchDeps } from '../lib/roles.ts';
import { explain, type ExplainedThing } from '../lib/use-cases/explain.ts';
import { serveOperation } from './api.ts';
import type { FunctionFile } from './runtime.ts';

/** Why is it announced, or why not? */
export const explainFunction: FunctionFile<WatchDeps> = (runtime, deps) => {
  serveOperation(runtime, deps, explainOperation, async ({ params, query }) => {
    const explained = await explain(deps)(thingOf(params.id, query.subject));
    return explained === undefined
      ? {
          problem: 'not-found',
          detail:
            'No such credential or subject is known. GET /api/inventory lists them; what was made today is there after the next scan.',
        }
      : { status: 200, body: explained };
  });
};

const thingOf = (id: string, subject: string | undefined): ExplainedThing =>
  id.startsWith('sb-')
    ? { kind: 'subject', id: readId<SubjectId>(id) }
    : {
        kind: 'credential',
        id: readId<CredentialId>(id),
        subject: subject === undefined ? undefined : readId<SubjectId>(subject),
      };
