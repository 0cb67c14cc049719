import { revealLink } from '../lib/use-cases/reveal-link.ts';
import type { LinkDeps } from '../lib/roles.ts';
import { answer, refusal } from './link-answer.ts';
import { claiming } from './link-bodies.ts';
import { linkHandler } from './link-request.ts';
import type { FunctionFile } from './runtime.ts';

/** The recipient asks for the secret: once, and what leaves is of no use without the key in the mail. */
export const revealLinkFunction: FunctionFile<LinkDeps> = (runtime, deps) => {
  const reveal = revealLink(deps);
  runtime.http('reveal-link', {
    methods: ['POST'],
    route: 'api/links/{id}/reveal',
    authLevel: 'anonymous',
    handler: linkHandler(deps, claiming, async ({ session, id, body }) => {
      const revealed = await reveal(session, id, body.proof, body.idem);
      return revealed.ok ? answer(200, revealed.value) : refusal(deps, revealed.failure);
    }),
  });
};
