import { finishSignIn } from '../lib/use-cases/finish-sign-in.ts';
import type { LinkDeps } from '../lib/roles.ts';
import { networkOf } from './client-network.ts';
import { ownState, sessionCookie, sessionKeyIn, signInCookie } from './cookies.ts';
import { answering, navigating, redirect, tooMany } from './link-answer.ts';
import type { FunctionFile } from './runtime.ts';

/** The browser comes back from the authority, and goes on to its link, signed in or with a word why not. */
export const finishSignInFunction: FunctionFile<LinkDeps> = (runtime, deps) => {
  const finish = finishSignIn(deps);
  runtime.http('finish-sign-in', {
    methods: ['GET'],
    route: 'auth/callback',
    authLevel: 'anonymous',
    handler: navigating(
      deps,
      answering(deps, async (request) => {
        const state = request.query.get('state') ?? '';
        const finished = await finish({
          query: request.query.toString(),
          state: ownState(request, state),
          network: networkOf(request),
          formerKey: sessionKeyIn(request),
        });
        if (!finished.ok) return tooMany(finished.failure.until, deps.clock.now());
        const { link, outcome } = finished.value;
        const page = `/r/${link ?? ''}`;
        const spent = link === undefined ? [] : [signInCookie(state, 0)];
        if (outcome.code !== 'SIGNED_IN')
          return { ...redirect(`${page}?sign-in=${outcome.code.toLowerCase()}`), cookies: spent };
        const seconds = Math.floor((outcome.until - deps.clock.now()) / 1000);
        return { ...redirect(page), cookies: [...spent, sessionCookie(outcome.key, seconds)] };
      }),
    ),
  });
};
