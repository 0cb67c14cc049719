import { type LinkId, readId } from '../lib/domain/ids.ts';
import { beginSignIn, SIGN_IN_PATIENCE } from '../lib/use-cases/begin-sign-in.ts';
import type { LinkDeps } from '../lib/roles.ts';
import { networkOf } from './client-network.ts';
import { signInCookie } from './cookies.ts';
import { answering, navigating, redirect, tooMany, unavailable, wrong } from './link-answer.ts';
import type { FunctionFile } from './runtime.ts';

/** Nobody is sent anywhere else afterwards than to a link page of ours. */
const RETURN = /^\/r\/([A-Za-z0-9_-]{22})$/;

/** Sends the browser to the authority. */
export const beginSignInFunction: FunctionFile<LinkDeps> = (runtime, deps) => {
  const begin = beginSignIn(deps);
  runtime.http('begin-sign-in', {
    methods: ['GET'],
    route: 'auth/sign-in',
    authLevel: 'anonymous',
    handler: navigating(
      deps,
      answering(deps, async (request) => {
        const link = RETURN.exec(request.query.get('return') ?? '')?.[1];
        if (link === undefined) return wrong('return');
        const fresh = request.query.get('fresh') === '1';
        const begun = await begin(readId<LinkId>(link), fresh, networkOf(request));
        if (!begun.ok)
          return begun.failure.code === 'WAIT'
            ? tooMany(begun.failure.until, deps.clock.now())
            : unavailable();
        const { address, state } = begun.value;
        return { ...redirect(address.href), cookies: [signInCookie(state, SIGN_IN_PATIENCE / 1000)] };
      }),
    ),
  });
};
