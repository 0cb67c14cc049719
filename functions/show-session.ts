import { toIso } from '../lib/domain/time.ts';
import type { LinkDeps } from '../lib/roles.ts';
import { answer, answering } from './link-answer.ts';
import { sessionOf } from './link-request.ts';
import type { FunctionFile } from './runtime.ts';

/** Who is signed in here, and until when. */
export const showSessionFunction: FunctionFile<LinkDeps> = (runtime, deps) => {
  runtime.http('show-session', {
    methods: ['GET'],
    route: 'api/session',
    authLevel: 'anonymous',
    handler: answering(deps, async (request) => {
      const session = await sessionOf(deps, request);
      const codes = deps.offersMailCodes;
      if (session === undefined) return answer(200, { signedIn: false, codes });
      const { name, until, only } = session;
      const byCode = only !== undefined;
      return answer(200, { signedIn: true, codes, byCode, name, until: toIso(until), team: deps.team });
    }),
  });
};
