import { isEnding, type EndingReport, type ReportKind } from '../domain/link-report.ts';
import { type Link, unanswered } from '../domain/link.ts';
import { active, type ActiveRenewal, type Made, type Renewal } from '../domain/renewal.ts';
import { toIso } from '../domain/time.ts';
import type { Stored } from '../ports/aggregates.ts';
import { markAnswered } from './mark-answered.ts';
import { noteOnTicket } from './note-on-ticket.ts';
import { renewalSaga } from './renewal-saga.ts';
import { type TakeBackDeps, takeBackReported } from './take-back-reported.ts';

type WithMade = Extract<ActiveRenewal, Made>;

/**
 * Does what follows from a recipient's reports. What ends a link is written into the renewal first, so that its removal
 * outlives any crash; then the link is told that it was answered. Until then it stays due, and we are woken again.
 */
export const answerReports = (deps: TakeBackDeps) => {
  const saga = renewalSaga(deps);
  const takeBack = takeBackReported(deps);
  const marked = markAnswered(deps);

  /** Whether the people on the ticket know; a desk that is away is asked again in a minute. */
  const told = async (at: WithMade, text: string): Promise<boolean> => {
    const noted = await noteOnTicket(deps, at, text);
    if (!noted.ok)
      deps.log('STEP_POSTPONED', {
        renewalId: at.id,
        step: 'answer-report',
        failure: noted.failure.code,
        detail: noted.failure.detail,
      });
    return noted.ok;
  };

  /** Where the renewal stands after this report; undefined if that could not be written now. */
  const ending = async (
    stored: Stored<Renewal>,
    at: WithMade,
    report: EndingReport,
  ): Promise<Stored<Renewal> | undefined> => {
    const now = deps.clock.now();
    switch (at.state) {
      case 'delivered':
      case 'redeemed': {
        const moved = await saga.move(stored, { kind: 'take-back', because: report, now });
        return moved.ok ? moved.value : undefined;
      }
      case 'link-expired':
      case 'revoked': {
        if (report !== 'lost') return stored;
        const again = await saga.move(stored, { kind: 're-issue', now });
        if (again.ok) return again.value;
        if (again.failure === 'STALE') return undefined;
        return (await told(at, NO_MORE)) ? stored : undefined;
      }
      case 'retired':
      case 'closed':
        deps.log('REPORT_UNANSWERED', { renewalId: at.id, keyId: at.made.keyId, report });
        return (await told(at, `${LAST_ONE} It said: ${report}.`)) ? stored : undefined;
      case 'issued': // its mail is being sent, and whoever sends it wakes us
      case 'taking-back': // an earlier report, and a crash before the link was told
        return stored;
    }
  };

  return async (stored: Stored<Renewal>, at: WithMade, kept: Stored<Link>): Promise<void> => {
    const open = unanswered(kept.state);
    for (const { kind, at: reportedAt } of open)
      if (!isEnding(kind) && !(await told(at, remark(kind, toIso(reportedAt))))) return;
    let now: Stored<Renewal> = stored;
    for (const { kind } of open) {
      const standing = active(now.state);
      if (!isEnding(kind) || !('made' in standing)) continue;
      const next = await ending(now, standing, kind);
      if (next === undefined) return;
      now = next;
    }
    await marked(kept);
    const standing = active(now.state);
    if (standing.state === 'taking-back') await takeBack(now, standing);
  };
};

const remark = (kind: ReportKind, at: string): string =>
  kind === 'misconfigured'
    ? `On ${at} the recipient said that the new secret was made for the wrong thing, or in the wrong way. Nothing was removed. Please get in touch with them.`
    : `On ${at} the recipient said that something about the link is odd. Nothing was removed. Please get in touch with them.`;

const NO_MORE =
  'The recipient asks for another link. The approval is too old for that, or someone else may have had the link: please ask anew, or renew by hand.';
const LAST_ONE =
  'The recipient reported the new secret after the old one was gone. It was not removed, since that would stop the sign-in of the application: please act now, by hand.';
