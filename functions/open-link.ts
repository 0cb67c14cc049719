import { toIso } from '../lib/domain/time.ts';
import { openLink } from '../lib/use-cases/open-link.ts';
import type { LinkDeps } from '../lib/roles.ts';
import { answer, readLinkRequest, refusal } from './link-request.ts';
import type { FunctionFile } from './runtime.ts';

/** What is this link for, and until when? Spends nothing. */
export const openLinkFunction: FunctionFile<LinkDeps> = (runtime, deps) => {
  const open = openLink(deps);
  runtime.http('open-link', {
    methods: ['POST'],
    route: 'api/links/{id}/open',
    authLevel: 'anonymous',
    handler: async (request) => {
      const asked = await readLinkRequest(request);
      if (asked === undefined) return refusal('LINK_UNKNOWN');
      const opened = await open(asked.id, asked.proof);
      if (!opened.ok) return refusal(opened.failure);
      const { applicationName, notAfter, now } = opened.value;
      return answer(200, { applicationName, notAfter: toIso(notAfter), now: toIso(now) });
    },
  });
};
