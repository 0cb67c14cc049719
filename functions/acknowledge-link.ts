import { toIso } from '../lib/domain/time.ts';
import { acknowledgeLink } from '../lib/use-cases/acknowledge-link.ts';
import type { LinkDeps } from '../lib/roles.ts';
import { answer, FORGET, refusal } from './link-answer.ts';
import { claiming } from './link-bodies.ts';
import { linkHandler } from './link-request.ts';
import type { FunctionFile } from './runtime.ts';

/** The recipient has stored the secret: nothing of it stays with us, nor in the browser. */
export const acknowledgeLinkFunction: FunctionFile<LinkDeps> = (runtime, deps) => {
  const acknowledge = acknowledgeLink(deps);
  runtime.http('acknowledge-link', {
    methods: ['POST'],
    route: 'api/links/{id}/acknowledge',
    authLevel: 'anonymous',
    handler: linkHandler(deps, claiming, async ({ session, id, body }) => {
      const done = await acknowledge(session, id, body.proof, body.idem);
      return done.ok ? answer(200, { at: toIso(done.value.at) }, FORGET) : refusal(deps, done.failure);
    }),
  });
};
