import { credentialOf, type Subject } from '../domain/credential.ts';
import { type GivenReport, openReports, takesBack } from '../domain/given-report.ts';
import type { RenewalId } from '../domain/ids.ts';
import { nextTry } from '../domain/backoff.ts';
import type { Policy } from '../domain/policy.ts';
import { active, type ActiveRenewal, type Renewal } from '../domain/renewal.ts';
import { isLeased } from '../domain/tending.ts';
import type { Stored } from '../ports/aggregates.ts';
import type { Decisions } from '../ports/decisions.ts';
import type { Incidents } from '../ports/incidents.ts';
import type { Subjects } from '../ports/subjects.ts';
import { noteOnTicket } from './note-on-ticket.ts';
import { renewalSaga } from './renewal-saga.ts';
import { incidentText, requesterText } from './report-words.ts';
import { groupFor } from './report-trouble.ts';
import { type TakeBackDeps, takeBackReported } from './take-back-reported.ts';
import { revokeLink } from './take-back.ts';

export interface AnswerGivenDeps extends TakeBackDeps {
  readonly decisions: Decisions;
  readonly subjects: Subjects;
  readonly incidents: Incidents;
  readonly policy: Policy;
}

/**
 * Does what follows from reports by the API. What was exposed or lost goes first, and another one is made under the approval that
 * is there, if it is young enough; then the desk gets its record, and the people on the ticket are told. A report is answered
 * when all of that is done; until then it is looked at again.
 */
export const answerGivenReports = (deps: AnswerGivenDeps) => {
  const saga = renewalSaga(deps);
  const remove = takeBackReported(deps);

  const find = async (id: RenewalId) => {
    const stored = await deps.renewals.find(id);
    return stored && { stored, at: active(stored.state) };
  };

  /** Takes back what the report is about, and begins the next attempt. False: not now. */
  const takenBack = async (id: RenewalId, report: GivenReport): Promise<boolean> => {
    const now = deps.clock.now();
    let found = await find(id);
    if (found === undefined || !takesBack(found.at, report)) return true; // done before, or a later one stands there
    const { stored, at } = found;
    if (at.state === 'issued') return false; // its mail is being sent
    if (at.state === 'delivered' || at.state === 'redeemed') {
      if (at.made.linkId !== undefined) await revokeLink(deps, at.made.linkId, now); // whoever was quicker loses it all the same
      const because = report.kind === 'lost' ? 'lost' : 'exposed';
      const moved = await saga.move(stored, { kind: 'take-back', because, now });
      if (!moved.ok) return false;
      found = await find(id);
    }
    if (found?.at.state === 'taking-back') {
      await remove(found.stored, found.at);
      found = await find(id);
    }
    if (found?.at.state === 'taking-back') return false; // the directory is away
    if (found?.at.state === 'retired' || found?.at.state === 'closed')
      deps.log('REPORT_UNANSWERED', { renewalId: id, keyId: found.at.made.keyId, report: report.kind });
    const isGone =
      found?.at.state === 'revoked' || (found?.at.state === 'link-expired' && report.kind === 'lost');
    if (found === undefined || !isGone) return true;
    const again = await saga.move(found.stored, { kind: 're-issue', now });
    return again.ok || again.failure !== 'STALE'; // an approval that is too old: the words say so
  };

  /** The desk's record of it, and a word to whoever has the credential. */
  const told = async (at: ActiveRenewal, subject: Subject | undefined, report: GivenReport) => {
    const credential = subject && credentialOf(subject, at.of.credentialId);
    const incident = await deps.incidents.report({
      key: at.id,
      title: `Reported ${report.kind}: ${at.of.name} (${at.of.environment})`,
      text: incidentText(at, report, credential?.dependents ?? []),
      group: subject && groupFor(deps.policy, subject, credential),
    });
    if (!incident.ok) return incident;
    deps.log('INCIDENT_OPENED', { renewalId: at.id, incident: incident.value.number, cause: report.kind });
    const ticket = 'ticket' in at ? at.ticket : undefined;
    return ticket === undefined
      ? incident
      : noteOnTicket(deps, { id: at.id, ticket }, requesterText(at, report), 'requester');
  };

  const answered = async (id: RenewalId, report: GivenReport): Promise<boolean> => {
    if (!(await takenBack(id, report))) return false;
    const found = await find(id);
    if (found === undefined) return true;
    const { tenant, subjectId } = found.at.of;
    const subject = await deps.subjects.find({ tenant, id: subjectId });
    const said = await told(found.at, subject?.state.facts, report);
    if (!said.ok) {
      const { code: failure, detail } = said.failure;
      deps.log('STEP_POSTPONED', { renewalId: id, step: 'answer-report', failure, detail });
      return false;
    }
    const { tended } = found.at;
    const mark = { ...tended, answered: [...(tended.answered ?? []), report.id] };
    return (await saga.move(found.stored, { kind: 'tend', tended: mark })).ok;
  };

  /** Whether the renewal may have moved, so that whoever holds it reads it again. */
  return async (stored: Stored<Renewal>): Promise<boolean> => {
    const at = active(stored.state);
    const { id, of } = stored.state;
    const given = await deps.decisions.find({ tenant: of.tenant, renewalId: id });
    const open = openReports(at, given?.state.reports ?? []);
    const now = deps.clock.now();
    if (open.length === 0 || isLeased(at, now)) return false;
    // Whatever stops us on the way, it is soon looked at again.
    const nextAt = nextTry(now, deps.firstRetry, at.tended.failures + 1);
    const noted = await saga.move(stored, { kind: 'tend', tended: { ...at.tended, nextAt } });
    if (!noted.ok) return true;
    for (const report of open) if (!(await answered(id, report))) break;
    return true;
  };
};
