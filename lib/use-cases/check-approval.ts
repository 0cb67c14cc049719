import { type Approval, approversOf } from '../domain/approval.ts';
import type { Recipient, RefusedDecision, Ticket } from '../domain/renewal.ts';
import { ok, type Result } from '../domain/result.ts';
import type { Tended } from '../domain/tended.ts';
import type { People, PeopleFailure } from '../ports/people.ts';
import type { DeskFailure, ServiceDesk } from '../ports/service-desk.ts';
import { checkApprovers, NO_LONGER_APPROVED } from './check-approvers.ts';
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

/** What the ticket is told when that voids the approval. */
export const voidNote = (refused: readonly RefusedDecision[]): string =>
  refused.some(({ reason }) => reason === 'FORM_EDITED') ? VOID_FORM : NO_LONGER_APPROVED;

const VOID_FORM =
  'The form of this request was changed after it was approved, so the approval no longer counts. Nothing was made. Please put it back as it was and approve it anew, or deny it and open a new request.';
