import type { Approval } from '../domain/approval.ts';
import { type ApprovalRule, progressOf } from '../domain/approval-stages.ts';
import type { RenewalId } from '../domain/ids.ts';
import type { Person } from '../domain/person.ts';
import { active, type ActiveRenewal, type RefusedDecision, type Renewal } from '../domain/renewal.ts';
import { ok, type Result } from '../domain/result.ts';
import { earlier, type Instant, plus, toIso } from '../domain/time.ts';
import type { Stored } from '../ports/aggregates.ts';
import type { Decisions } from '../ports/decisions.ts';
import type { PeopleFailure } from '../ports/people.ts';
import type { DeskDecision, ServiceDesk } from '../ports/service-desk.ts';
import type { Subjects } from '../ports/subjects.ts';
import { decisionsOn, type MadeDecision } from './decisions-on.ts';
import { formEdited } from './form-edited.ts';
import { judgeApproval } from './judge-approval.ts';
import { LOOK_EVERY } from './open-request.ts';
import { noteOnTicket } from './note-on-ticket.ts';
import { type ResolveDeps, resolveOwners } from './resolve-owners.ts';
import { renewalSaga, type Say, type SagaDeps } from './renewal-saga.ts';

interface Deps extends SagaDeps, ResolveDeps {
  readonly desk: ServiceDesk;
  readonly subjects: Subjects;
  readonly decisions: Decisions;
  readonly approvalRule: ApprovalRule;
}

type Requested = Extract<ActiveRenewal, { state: 'requested' }>;

/**
 * Records what approvers decided, read from the desk's own record and from what was given to us.
 *
 * A denial ends the request whoever speaks it, since refusing is safe. An approval counts only from an eligible person,
 * and for exactly the revision that is asked; one that does not count is noted on the ticket, once.
 */
export const recordApproval = (deps: Deps) => {
  const saga = renewalSaga(deps);
  const owners = resolveOwners(deps);
  /** Their people are told at once, where we mail them. */
  const tellAt = (now: Instant) => (deps.approvalRule.mails === true ? now : undefined);
  const decisionsFor = decisionsOn(deps);
  const judge = judgeApproval(deps);

  const decidedEvent =
    (
      { decision }: Pick<DeskDecision, 'decision'>,
      by: Person | undefined,
      outcome: 'approved' | 'denied' | 'refused',
      reason?: string,
    ): Say =>
    (next) => [
      saga.event('expiry-monitor.renewal.approval-decided.v1', next, {
        decisionId: decision.id,
        outcome,
        decidedAt: toIso(decision.decidedAt),
        revision: decision.revision,
        ...(reason === undefined ? {} : { reason }),
        ...(by === undefined ? {} : { approver: { tenantId: by.tenant, objectId: by.objectId } }),
      }),
    ];

  const personBehind = async (
    { by, of }: MadeDecision,
    at: Requested,
  ): Promise<Result<Person | undefined, PeopleFailure>> =>
    by === undefined ? ok(undefined) : deps.people.find(of ?? at.of.tenant, by);

  /** Where there was nobody to receive it: once there is, that is asked anew, since an approver has to see who it is. */
  const askAnew = async (
    stored: Stored<Renewal>,
    { of, recipient, id }: Requested,
  ): Promise<Result<boolean, PeopleFailure>> => {
    if (recipient !== undefined) return ok(false);
    const subject = await deps.subjects.find({ tenant: of.tenant, id: of.subjectId });
    const found = subject === undefined ? undefined : await owners(subject.state.facts);
    if (found === undefined) return ok(false);
    if (!found.ok) return found;
    const { owners: whom } = found.value;
    // A group has nobody who is meant alone: asking anew would find the same.
    if (whom.kind !== 'people' || whom.byGroup === true) return ok(false);
    const moved = await saga.move(stored, { kind: 'ask-anew', now: deps.clock.now() });
    if (moved.ok) deps.log('STEP_DONE', { renewalId: id, step: 'ask-anew' });
    return ok(moved.ok);
  };

  const refuse = async (
    stored: Stored<Renewal>,
    at: Requested,
    made: DeskDecision,
    by: Person | undefined,
    reason: RefusedDecision['reason'],
  ) => {
    deps.log('DECISION_REFUSED', { renewalId: at.id, decisionId: made.decision.id, reason });
    const noted = await noteOnTicket(deps, at, REFUSALS[reason]);
    if (!noted.ok) return noted;
    const refused = { decisionId: made.decision.id, reason };
    return saga.move(stored, { kind: 'refuse', refused }, decidedEvent(made, by, 'refused', reason));
  };

  /** More approvals are needed: those that count are said once, and it is looked at again when something changes by itself. */
  const wait = async (
    before: Stored<Renewal>,
    { granted, revision }: Requested,
    counted: readonly Approval[],
    askedAt: Instant,
  ): Promise<void> => {
    let stored = before;
    const now = deps.clock.now();
    const progress = progressOf(deps.approvalRule, counted, askedAt, now);
    if (progress.kind === 'timed-out') {
      const decision = {
        ...({ id: `time-out@${askedAt}`, outcome: 'denied', decidedAt: now, revision } as const),
        justification: 'Nobody approved it in time.',
      };
      const say = decidedEvent({ decision }, undefined, 'denied', 'TIMED_OUT');
      await saga.move(stored, { kind: 'deny', decision, by: undefined, tendAt: tellAt(now) }, say);
      return;
    }
    for (const approval of counted.filter(({ id }) => !(granted ?? []).includes(id))) {
      const say = decidedEvent({ decision: approval }, approval.by, 'approved', 'MORE_NEEDED');
      const granted = await saga.move(stored, { kind: 'grant', decisionId: approval.id, askedAt }, say);
      if (!granted.ok) return; // another delivery was quicker
      stored = granted.value;
    }
    const later = plus(now, LOOK_EVERY);
    const next = progress.kind === 'waiting' ? progress.nextAt : undefined;
    const nextLookAt = next === undefined ? later : earlier(later, next);
    const at = active(stored.state);
    const known = at.state === 'requested' ? at.waiting : undefined;
    const waitsAt =
      progress.kind === 'waiting'
        ? { stage: progress.stage.name, alternates: progress.alternates }
        : { stage: '', alternates: false };
    const isNews = known?.stage !== waitsAt.stage || known.alternates !== waitsAt.alternates;
    const waiting = await saga.move(stored, {
      ...{ kind: 'look-later', nextLookAt, askedAt, waiting: waitsAt },
      tendAt: isNews ? tellAt(now) : undefined,
    });
    if (!waiting.ok) return; // another delivery looked as well
  };

  return async (id: RenewalId): Promise<void> => {
    const loaded = await saga.load(id, 'record-approval');
    if (loaded?.at.state !== 'requested') return;
    const { at } = loaded;
    const anew = await askAnew(loaded.stored, at);
    if (!anew.ok) return saga.postpone(loaded.stored, anew.failure);
    if (anew.value) return;
    const decisions = await decisionsFor(at);
    if (!decisions.ok) return saga.postpone(loaded.stored, decisions.failure);

    let { stored } = loaded;
    const now = deps.clock.now();
    const askedAt = at.askedAt ?? now;
    const counted: Approval[] = [];
    const known = new Set(at.refused.map(({ decisionId }) => decisionId));
    const news = decisions.value.filter(({ decision }) => !known.has(decision.id));
    const isApproved = news.some(({ decision }) => decision.outcome === 'approved');
    const edited = isApproved ? await formEdited(deps, at) : ok(false);
    if (!edited.ok) return saga.postpone(stored, edited.failure);
    for (const made of news) {
      const { decision } = made;
      const by = await personBehind(made, at);
      if (!by.ok) return saga.postpone(stored, by.failure);
      if (decision.outcome === 'denied') {
        const say = decidedEvent(made, by.value, 'denied');
        await saga.move(stored, { kind: 'deny', decision, by: by.value, tendAt: tellAt(now) }, say);
        return;
      }
      const judged = edited.value ? ok('FORM_EDITED' as const) : await judge(made, by.value, at);
      if (!judged.ok) return saga.postpone(stored, judged.failure);
      const reason = judged.value;
      if (reason === undefined && by.value !== undefined) {
        counted.push({ ...decision, by: by.value });
        if (progressOf(deps.approvalRule, counted, askedAt, now).kind !== 'approved') continue;
        const approved = await saga.move(
          stored,
          { ...approving(counted), tendAt: tellAt(now) },
          decidedEvent(made, by.value, 'approved'),
        );
        if (approved.ok) deps.log('STEP_DONE', { renewalId: id, step: 'record-approval' });
        return;
      }
      const refused = await refuse(stored, at, made, by.value, reason ?? 'APPROVER_UNKNOWN');
      if (!refused.ok) {
        if (typeof refused.failure === 'object') await saga.postpone(stored, refused.failure);
        return;
      }
      stored = refused.value;
    }
    await wait(stored, at, counted, askedAt);
  };
};

/** The last of them carries the others: all are answerable for what is made. */
const approving = (counted: readonly Approval[]) => {
  const [last, ...others] = counted.toReversed() as [Approval, ...Approval[]];
  const also = others.toReversed();
  return { kind: 'approve', approval: { ...last, ...(also.length === 0 ? {} : { also }) } } as const;
};

const REFUSALS: Readonly<Record<RefusedDecision['reason'], string>> = {
  APPROVER_UNKNOWN:
    'This approval does not count: the approver is not known in the directory of this tenant.',
  APPROVER_DISABLED: 'This approval does not count: the account of the approver is disabled.',
  APPROVER_IS_RECIPIENT:
    'This approval does not count: nobody approves what is for himself or herself. Another approver is needed.',
  APPROVER_ASKED_FOR_IT:
    'This approval does not count: whoever asks for a renewal does not approve it. Another approver is needed.',
  APPROVER_NOT_NAMED:
    'This approval does not count: no stage of the approval names this person. Another approver is needed.',
  FORM_EDITED:
    'This approval does not count: the form was changed after the request was made. Please put it back as it was, or deny this request and open a new one that asks for what is wanted; then it can be approved.',
  OTHER_REVISION:
    'This approval does not count: the request was changed after it. Please approve what is asked now.',
  UNCONFIRMED:
    'This approval does not count: it was given before it was known that this request is not for an owner. Whoever approves it now confirms that.',
  NO_RECIPIENT:
    'This approval does not count: no owner was found, so there is nobody to receive a new credential. Please name an owner in the directory: the request is then asked anew, for that person. Or renew it by hand.',
};
