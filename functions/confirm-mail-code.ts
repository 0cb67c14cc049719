import { confirmMailCode } from '../lib/use-cases/confirm-mail-code.ts';
import type { LinkDeps } from '../lib/roles.ts';
import { networkOf } from './client-network.ts';
import { codeCookie, codeNonceIn, sessionCookie, sessionKeyIn } from './cookies.ts';
import { answer, tooMany } from './link-answer.ts';
import { confirming } from './link-bodies.ts';
import { strangerHandler } from './link-request.ts';
import type { FunctionFile } from './runtime.ts';

/** The code that was mailed, typed into the browser that asked for it. */
export const confirmMailCodeFunction: FunctionFile<LinkDeps> = (runtime, deps) => {
  const confirm = confirmMailCode(deps);
  runtime.http('confirm-mail-code', {
    methods: ['POST'],
    route: 'api/links/{id}/confirm',
    authLevel: 'anonymous',
    handler: strangerHandler(deps, confirming, async ({ id, body, request }) => {
      const who = {
        nonce: codeNonceIn(request),
        network: networkOf(request),
        formerKey: sessionKeyIn(request),
      };
      const confirmed = await confirm(id, { ...body, ...who });
      const now = deps.clock.now();
      if (!confirmed.ok && confirmed.failure.code === 'WAIT') return tooMany(confirmed.failure.until, now);
      if (!confirmed.ok) return answer(403, { wrong: 'code' });
      const { key, until } = confirmed.value;
      const seconds = Math.floor((until - now) / 1000);
      return { ...answer(200, {}), cookies: [codeCookie('', 0), sessionCookie(key, seconds)] };
    }),
  });
};
