import type { LinkId } from '../domain/ids.ts';
import { advanceLink } from '../domain/link-advance.ts';
import { linkDueAt, tombstoneOf } from '../domain/link.ts';
import type { ReportKind } from '../domain/link-report.ts';
import { fail, ok, type Result } from '../domain/result.ts';
import type { Session } from '../domain/session.ts';
import type { Instant } from '../domain/time.ts';
import { type AccessFailure, linkAccess, type LinkDeps, type Over, TRIES } from './link-access.ts';
import { reportedMessages } from './link-messages.ts';

type ReportFailure = AccessFailure | Over | { readonly code: 'UNAVAILABLE' };

/**
 * The recipient says that something is wrong with a link. It takes no key, since the key may be what is lost. What ends
 * the link ends it here and now; what follows in the directory and on the ticket is for the renewal, which is woken in the
 * same commit and finds the link due until it has answered.
 */
export const reportLink = (deps: LinkDeps) => {
  const { own } = linkAccess(deps);
  return async (
    session: Session,
    id: LinkId,
    report: ReportKind,
  ): Promise<Result<{ readonly at: Instant }, ReportFailure>> => {
    for (let attempt = 0; attempt < TRIES; attempt += 1) {
      const found = await own(session.person, id);
      if (!found.ok) return found;
      const { state: link, version } = found.value;
      const now = deps.clock.now();
      const next = advanceLink(link, { kind: 'report', report, now });
      if (!next.ok) {
        const tombstone = tombstoneOf(link, now);
        return fail(tombstone === undefined ? { code: 'UNAVAILABLE' } : { code: 'OVER', tombstone });
      }
      const at = link.reports.find(({ kind }) => kind === report)?.at;
      if (at !== undefined) return ok({ at }); // said before
      const saved = await deps.links.commit(id, {
        expected: version,
        state: next.value,
        dueAt: linkDueAt(next.value),
        messages: reportedMessages(deps.digest, next.value, report, now),
      });
      if (!saved.ok) continue;
      deps.log('LINK_REPORTED', { linkId: id, renewalId: link.renewalId, report });
      return ok({ at: now });
    }
    return fail({ code: 'UNAVAILABLE' });
  };
};
