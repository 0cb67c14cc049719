import { type Approval, approversOf } from '../domain/approval.ts';
import { isSamePerson } from '../domain/person.ts';
import type { Recipient, RefusedDecision } from '../domain/renewal.ts';
import { ok, type Result } from '../domain/result.ts';
import type { People, PeopleFailure } from '../ports/people.ts';

/** What the ticket is told then. */
export const NO_LONGER_APPROVED =
  'An approval of this request no longer counts: whoever gave it has left, or is to receive what is made. Nothing was made. Another approver is needed.';

/**
 * Before it is carried out, an approval is looked at once more: whoever gave it still has to be there, and must not be the one
 * who receives what is made. What no longer counts is named; nothing, if all still holds.
 */
export const checkApprovers =
  ({ people }: { readonly people: People }) =>
  async (
    approval: Approval,
    recipient: Recipient,
  ): Promise<Result<readonly RefusedDecision[], PeopleFailure>> => {
    const refused: RefusedDecision[] = [];
    for (const { id, by } of approversOf(approval)) {
      const found = await people.find(by.tenant, by.objectId);
      if (!found.ok) return found;
      if (found.value === undefined) refused.push({ decisionId: id, reason: 'APPROVER_UNKNOWN' });
      else if (!found.value.enabled) refused.push({ decisionId: id, reason: 'APPROVER_DISABLED' });
      else if (isSamePerson(by, recipient.person))
        refused.push({ decisionId: id, reason: 'APPROVER_IS_RECIPIENT' });
      else if (recipient.askedBy !== undefined && isSamePerson(by, recipient.askedBy))
        refused.push({ decisionId: id, reason: 'APPROVER_ASKED_FOR_IT' });
    }
    return ok(refused);
  };
