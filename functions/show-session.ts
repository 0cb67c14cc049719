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
      return answer(
        200,
        session === undefined
          ? { signedIn: false }
          : { signedIn: true, name: session.name, until: toIso(session.until), team: deps.team },
      );
    }),
  });
};
