import { toIso } from '../lib/domain/time.ts';
import { openLink } from '../lib/use-cases/open-link.ts';
import type { LinkDeps } from '../lib/roles.ts';
import { answer, refusal } from './link-answer.ts';
import { opening } from './link-bodies.ts';
import { linkHandler } from './link-request.ts';
import type { FunctionFile } from './runtime.ts';

/** What is this link for, and until when? Spends nothing. */
export const openLinkFunction: FunctionFile<LinkDeps> = (runtime, deps) => {
  const open = openLink(deps);
  runtime.http('open-link', {
    methods: ['POST'],
    route: 'api/links/{id}/open',
    authLevel: 'anonymous',
    handler: linkHandler(deps, opening, async ({ session, id, body }) => {
      const opened = await open(session, id, body.proof);
      if (!opened.ok) return refusal(deps, opened.failure);
      const { link, now, reauthenticate } = opened.value;
      return answer(200, {
        application: link.of.name,
        credential: link.keyId,
        kind: link.takes === undefined ? link.of.kind : (link.of.inPlaceOf ?? link.of.kind),
        takes: link.takes === undefined ? undefined : 'certificate',
        environment: link.of.environment,
        ticket: link.ticket,
        notAfter: toIso(link.notAfter),
        serverNow: toIso(now),
        reauthenticate,
        team: deps.team,
      });
    }),
  });
};
