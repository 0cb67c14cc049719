import { ineligibility } from '../domain/approval.ts';
import { type ApprovalRule, isNamed } from '../domain/approval-stages.ts';
import { isSamePerson, type Person } from '../domain/person.ts';
import type { ActiveRenewal, RefusedDecision } from '../domain/renewal.ts';
import { ok, type Result } from '../domain/result.ts';
import type { People, PeopleFailure } from '../ports/people.ts';
import type { MadeDecision } from './decisions-on.ts';

interface Deps {
  readonly people: People;
  readonly approvalRule: ApprovalRule;
}

/**
 * Why an approval does not count, or undefined if it does.
 *
 * Invariant: neither the one who receives what is made nor the one who asked for it approves it, and nobody does so in their
 * place: a delegate speaks for whoever was asked.
 */
export const judgeApproval =
  ({ people, approvalRule }: Deps) =>
  async (
    { decision, inPlaceOf, of }: MadeDecision,
    by: Person | undefined,
    at: Extract<ActiveRenewal, { state: 'requested' }>,
  ): Promise<Result<RefusedDecision['reason'] | undefined, PeopleFailure>> => {
    const { recipient } = at;
    if (recipient === undefined) return ok('NO_RECIPIENT');
    if (at.confirmAfter !== undefined && decision.decidedAt <= at.confirmAfter) return ok('UNCONFIRMED');
    const request = {
      recipient: recipient.person,
      requesters: recipient.askedBy === undefined ? [] : [recipient.askedBy],
      revision: at.revision,
    };
    const reason = ineligibility(decision, by, request);
    if (reason !== undefined || by === undefined) return ok(reason);
    const asked = inPlaceOf === undefined ? ok(undefined) : await people.find(of ?? at.of.tenant, inPlaceOf);
    if (!asked.ok) return asked;
    if (asked.value !== undefined) {
      if (isSamePerson(asked.value, recipient.person)) return ok('APPROVER_IS_RECIPIENT');
      if (request.requesters.some((one) => asked.value !== undefined && isSamePerson(one, asked.value)))
        return ok('APPROVER_ASKED_FOR_IT');
    }
    return ok(isNamed(approvalRule, by) ? undefined : 'APPROVER_NOT_NAMED');
  };
