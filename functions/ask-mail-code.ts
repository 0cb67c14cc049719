import { CODE_LIFETIME } from '../lib/domain/mail-code.ts';
import { askMailCode } from '../lib/use-cases/ask-mail-code.ts';
import type { LinkDeps } from '../lib/roles.ts';
import { networkOf } from './client-network.ts';
import { codeCookie } from './cookies.ts';
import { answer, tooMany } from './link-answer.ts';
import { opening } from './link-bodies.ts';
import { strangerHandler } from './link-request.ts';
import type { FunctionFile } from './runtime.ts';

/** Someone who has no account wants a code by mail. One answer for every link, whatever comes of it. */
export const askMailCodeFunction: FunctionFile<LinkDeps> = (runtime, deps) => {
  const ask = askMailCode(deps);
  runtime.http('ask-mail-code', {
    methods: ['POST'],
    route: 'api/links/{id}/code',
    authLevel: 'anonymous',
    handler: strangerHandler(deps, opening, async ({ id, body, request }) => {
      const nonce = deps.codes.nonce();
      const asked = await ask(id, body.proof, nonce, networkOf(request));
      if (!asked.ok) return tooMany(asked.failure.until, deps.clock.now());
      return { ...answer(200, {}), cookies: [codeCookie(nonce, CODE_LIFETIME / 1000)] };
    }),
  });
};
