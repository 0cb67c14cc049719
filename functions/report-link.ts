import { toIso } from '../lib/domain/time.ts';
import { reportLink } from '../lib/use-cases/report-link.ts';
import type { LinkDeps } from '../lib/roles.ts';
import { answer, refusal } from './link-answer.ts';
import { reporting } from './link-bodies.ts';
import { linkHandler } from './link-request.ts';
import type { FunctionFile } from './runtime.ts';

/** The recipient says that something is wrong. */
export const reportLinkFunction: FunctionFile<LinkDeps> = (runtime, deps) => {
  const report = reportLink(deps);
  runtime.http('report-link', {
    methods: ['POST'],
    route: 'api/links/{id}/report',
    authLevel: 'anonymous',
    handler: linkHandler(deps, reporting, async ({ session, id, body }) => {
      const heard = await report(session, id, body.kind);
      if (!heard.ok) return refusal(deps, heard.failure);
      return answer(200, { kind: body.kind, at: toIso(heard.value.at), team: deps.team });
    }),
  });
};
