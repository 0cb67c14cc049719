import { nextTry } from '../domain/backoff.ts';
import { credentialOf, type Subject } from '../domain/credential.ts';
import type { RenewalId } from '../domain/ids.ts';
import { type Policy, stagePolicyFor } from '../domain/policy.ts';
import { active, type ActiveRenewal, type Renewal, type Ticket } from '../domain/renewal.ts';
import { ok, type Result } from '../domain/result.ts';
import { canBeUndone } from '../domain/roll-over-advance.ts';
import { stageOf } from '../domain/stage.ts';
import type { Tended } from '../domain/tended.ts';
import { isLeased, nextTending, PROOF_WITHIN, REMIND_BEFORE, waitsForPeople } from '../domain/tending.ts';
import type { TicketView } from '../domain/ticket-view.ts';
import { type Instant, minus, plus, toIso, wholeDays } from '../domain/time.ts';
import type { Stored } from '../ports/aggregates.ts';
import type { Incidents } from '../ports/incidents.ts';
import type { Links } from '../ports/links.ts';
import type { DeskFailure, ServiceDesk } from '../ports/service-desk.ts';
import type { Subjects } from '../ports/subjects.ts';
import { type AnswerGivenDeps, answerGivenReports } from './answer-given-reports.ts';
import { beginCallOff } from './begin-call-off.ts';
import { mailApprovals, type MailApprovalDeps } from './mail-approvals.ts';
import { noteOnTicket } from './note-on-ticket.ts';
import { recogniseReplacement, type Recognised } from './recognise-replacement.ts';
import { renewalSaga, type SagaDeps } from './renewal-saga.ts';
import { reportTrouble } from './report-trouble.ts';
import { ticketDates } from './ticket-dates.ts';

interface Deps extends SagaDeps, MailApprovalDeps, AnswerGivenDeps {
  readonly desk: ServiceDesk;
  readonly incidents: Incidents;
  readonly subjects: Subjects;
  readonly links: Links;
  readonly policy: Policy;
}

interface Tending {
  readonly tended: Tended;
  readonly retireAt?: Instant | undefined;
  readonly switchAt?: Instant | undefined;
}

/**
 * Keeps a renewal and its ticket together: tells the ticket what happened to the credential, and takes over what people
 * wrote on the record. What can't be done now is stored with a date of its own, and holds up nothing else.
 */
export const tendRequest = (deps: Deps) => {
  const saga = renewalSaga(deps);
  const recognise = recogniseReplacement(deps);
  const report = reportTrouble(deps);
  const callOff = beginCallOff(deps);
  const mail = mailApprovals(deps);
  const answer = answerGivenReports(deps);

  const note = (at: ActiveRenewal, ticket: Ticket, text: string, audience: 'team' | 'requester' = 'team') =>
    noteOnTicket(deps, { id: at.id, ticket }, text, audience);

  /** Ended or closed by people, without our seeing why. `over`: the renewal moved, and whoever moved it goes on. */
  const standing = async (
    stored: Stored<Renewal>,
    ticket: Ticket,
    view: TicketView,
    now: Instant,
  ): Promise<Result<'over' | 'goes-on', DeskFailure>> => {
    const at = active(stored.state);
    if (view.standing === 'open' || view.standing === 'rejected' || nextTending(at, now) === undefined)
      return ok('goes-on');
    if (at.state === 'denied' || at.state === 'cancelled') return ok('goes-on');
    if (view.standing === 'incomplete') {
      const because = { cause: 'ended-by-person', keyId: undefined, by: view.changedBy } as const;
      const ended = await callOff(stored, because);
      if (ended === 'begun' || ended === 'superseded') return ok('over');
    } else if (view.closedAt !== undefined && now < plus(view.closedAt, PROOF_WITHIN)) {
      return ok('goes-on'); // the scan that sees the proof may be still to come
    }
    const opened = await deps.desk.reopen(ticket, isSwitched(at) ? STILL_TO_REMOVE : NO_PROOF);
    if (opened.ok || opened.failure.code === 'UNAVAILABLE') return opened.ok ? ok('goes-on') : opened;
    deps.log('NOTE_REFUSED', { renewalId: at.id, ticket: ticket.number, detail: opened.failure.detail });
    return ok('goes-on');
  };

  /** What the people on the ticket have to hear; each of it once. */
  const tell = async (
    at: ActiveRenewal,
    ticket: Ticket,
    subject: Subject | undefined,
    seen: Recognised,
    now: Instant,
  ): Promise<Result<Partial<Tended>, DeskFailure>> => {
    const told: { -readonly [K in keyof Tended]?: Tended[K] } = {};
    const credential = subject && credentialOf(subject, at.of.credentialId);
    if (subject !== undefined && credential !== undefined && waitsForPeople(at)) {
      const stage = stageOf(credential, stagePolicyFor(deps.policy, subject, credential), now);
      // The request itself was made at a stage, so the first one is known.
      if (at.tended.stage !== undefined && stage !== at.tended.stage) {
        const noted = await note(at, ticket, stageNote(stage, at, now));
        if (!noted.ok) return noted;
      }
      told.stage = stage;
    }
    if (seen.kind === 'perhaps' && waitsForPeople(at) && seen.by.keyId !== at.tended.toldOf) {
      const noted = await note(at, ticket, perhapsNote(seen.by.keyId));
      if (!noted.ok) return noted;
      told.toldOf = seen.by.keyId;
    }
    if (isToBeRemoved(at) && at.retireAt > now && at.retireAt !== at.tended.remindedOf) {
      if (now >= minus(at.retireAt, REMIND_BEFORE)) {
        const noted = await note(at, ticket, reminderNote(at.retireAt), 'requester');
        if (!noted.ok) return noted;
        told.remindedOf = at.retireAt;
      }
    }
    return ok(told);
  };

  const atTheDesk = async (
    stored: Stored<Renewal>,
    subject: Subject | undefined,
    seen: Recognised,
    now: Instant,
  ): Promise<Result<Tending | 'over', DeskFailure>> => {
    const at = active(stored.state);
    const incident = await report(stored.state, subject, now);
    if (!incident.ok) return incident;
    const tended = { ...at.tended, incident: incident.value };
    const ticket = 'ticket' in at ? at.ticket : undefined;
    if (ticket === undefined) return ok({ tended });
    const view = await deps.desk.look(ticket);
    if (!view.ok) return view;
    const stands = await standing(stored, ticket, view.value, now);
    if (!stands.ok) return stands;
    if (stands.value === 'over') return ok('over');
    const dates = ticketDates(at, view.value, now);
    for (const text of dates.say) {
      const said = await note(at, ticket, text, 'requester');
      if (!said.ok) return said;
    }
    const told = await tell(at, ticket, subject, seen, now);
    if (!told.ok) return told;
    const { retireAt, switchAt } = dates;
    return ok({ tended: { ...tended, ...dates.changed, ...told.value }, retireAt, switchAt });
  };

  return async (id: RenewalId): Promise<void> => {
    const seen = await recognise(id);
    if (seen.kind === 'moved') return;
    const before = await deps.renewals.find(id);
    const stored = before !== undefined && (await answer(before)) ? await deps.renewals.find(id) : before;
    const now = deps.clock.now();
    if (stored === undefined || isLeased(active(stored.state), now)) return; // it is still due after the lease
    const at = active(stored.state);
    const { tenant, subjectId } = at.of;
    const subject = await deps.subjects.find({ tenant, id: subjectId });
    const { mailed, failure: unsent } = await mail(at);
    const done = await atTheDesk(stored, subject?.state.facts, seen, now);
    if (done.ok && done.value === 'over') return;
    const { tended, retireAt, switchAt }: Tending = done.ok ? (done.value as Tending) : { tended: at.tended };
    const failure = done.ok ? unsent : done.failure;
    if (failure !== undefined) {
      const { code, detail } = failure;
      const failures = at.tended.failures + 1;
      deps.log('STEP_POSTPONED', { renewalId: id, step: 'tend-request', failure: code, detail, failures });
      const nextAt = nextTry(now, deps.firstRetry, failures);
      await saga.move(stored, {
        kind: 'tend',
        tended: { ...tended, mailed, failures, nextAt },
        retireAt,
        switchAt,
      });
      return; // moved by someone else meanwhile: it is still due
    }
    const after = at.state === 'redeemed' && retireAt !== undefined ? { ...at, retireAt } : at;
    const next = { ...tended, mailed, failures: 0, nextAt: nextTending(after, now) };
    const moved = await saga.move(stored, { kind: 'tend', tended: next, retireAt, switchAt });
    if (moved.ok) deps.log('STEP_DONE', { renewalId: id, step: 'tend-request' });
  };
};

/** While its owner is asked whether it may go, nothing is announced: it is looked at again first. */
const isToBeRemoved = (at: ActiveRenewal): at is Extract<ActiveRenewal, { state: 'redeemed' }> =>
  at.state === 'redeemed' && (at.postponed === undefined || at.agreed === true);

/** The new one is in place, and only the old one is left to go. */
const isSwitched = (at: ActiveRenewal): boolean =>
  at.state === 'redeemed' || (at.state === 'rolling-over' && !canBeUndone(at.rollOver));

const stageNote = (stage: string, { of }: ActiveRenewal, now: Instant): string =>
  now >= of.expiresAt
    ? `The credential has expired, on ${toIso(of.expiresAt)}, and nothing took its place. Sign-ins with it fail now.`
    : `The credential is now at the stage "${stage}": it ends on ${toIso(of.expiresAt)}, in ${wholeDays(now, of.expiresAt)} days.`;
const perhapsNote = (keyId: string): string =>
  `A newer credential was made beside the one that ends: ${keyId}. Whether it takes its place can not be seen. If it does, please cancel this request.`;
const reminderNote = (at: Instant): string =>
  `The old credential is removed on ${toIso(at)}. Whoever still uses it stops working then. To have it later, change the Old Secret Expiry Date of this request before that.`;
const NO_PROOF =
  'This request was closed, and no newer credential was seen since. It is open again until one is seen. If it is not needed, please cancel it instead.';
const STILL_TO_REMOVE =
  'This request was closed before the old credential was removed. It is open again until then; to change when that is, change its Old Secret Expiry Date.';
