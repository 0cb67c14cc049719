import { type Approval, approversOf } from '../domain/approval.ts';
import type { Recipient, RefusedDecision, Ticket } from '../domain/renewal.ts';
import { ok, type Result } from '../domain/result.ts';
import type { Tended } from '../domain/tended.ts';
import type { People, PeopleFailure } from '../ports/people.ts';
import type { DeskFailure, ServiceDesk } from '../ports/service-desk.ts';
import { checkApprovers } from './check-approvers.ts';
import { formEdited } from './form-edited.ts';

interface ApprovedRequest {
  readonly ticket: Ticket;
  readonly tended: Tended;
  readonly approval: Approval;
}

/**
 * Before it is carried out, an approval is looked at once more: the form must still ask what was approved, and whoever gave it
 * must still be there and may not be the one who receives what is made. What no longer counts is named.
 */
export const checkApproval = (deps: { readonly people: People; readonly desk: ServiceDesk }) => {
  const approvers = checkApprovers(deps);
  return async (
    at: ApprovedRequest,
    recipient: Recipient,
  ): Promise<Result<readonly RefusedDecision[], PeopleFailure | DeskFailure>> => {
    const edited = await formEdited(deps, at);
    if (!edited.ok) return edited;
    if (!edited.value) return approvers(at.approval, recipient);
    return ok(approversOf(at.approval).map(({ id }) => ({ decisionId: id, reason: 'FORM_EDITED' as const })));
  };
};
