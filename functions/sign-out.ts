import type { LinkDeps } from '../lib/roles.ts';
import { sessionCookie, sessionKeyIn } from './cookies.ts';
import { answer, answering, FORGET } from './link-answer.ts';
import { notFromOurPage } from './link-request.ts';
import type { FunctionFile } from './runtime.ts';

/** Ends the session where it is kept, so that a copy of its cookie is worth nothing. */
export const signOutFunction: FunctionFile<LinkDeps> = (runtime, deps) => {
  runtime.http('sign-out', {
    methods: ['POST'],
    route: 'auth/sign-out',
    authLevel: 'anonymous',
    handler: answering(deps, async (request) => {
      const refused = notFromOurPage(deps, request);
      if (refused !== undefined) return refused;
      const key = sessionKeyIn(request);
      if (key !== undefined) await deps.sessions.end(key);
      return { ...answer(200, { signedIn: false }, FORGET), cookies: [sessionCookie('', 0)] };
    }),
  });
};
