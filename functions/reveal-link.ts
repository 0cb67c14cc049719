import { revealLink } from '../lib/use-cases/reveal-link.ts';
import type { LinkDeps } from '../lib/roles.ts';
import { answer, readLinkRequest, refusal } from './link-request.ts';
import type { FunctionFile } from './runtime.ts';

/** The recipient asks for the secret: once, and what leaves is of no use without the key in the mail. */
export const revealLinkFunction: FunctionFile<LinkDeps> = (runtime, deps) => {
  const reveal = revealLink(deps);
  runtime.http('reveal-link', {
    methods: ['POST'],
    route: 'api/links/{id}/reveal',
    authLevel: 'anonymous',
    handler: async (request) => {
      const asked = await readLinkRequest(request);
      if (asked?.nonce === undefined) return refusal('LINK_UNKNOWN');
      const revealed = await reveal(asked.id, asked.proof, asked.nonce);
      return revealed.ok ? answer(200, revealed.value) : refusal(revealed.failure);
    },
  });
};
