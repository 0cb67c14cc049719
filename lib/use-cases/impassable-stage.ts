import { type ApprovalRule, impassableStage } from '../domain/approval-stages.ts';
import type { RenewalId } from '../domain/ids.ts';
import type { Recipient, Ticket } from '../domain/renewal.ts';
import { ok, type Result } from '../domain/result.ts';
import type { Log } from '../ports/log.ts';
import type { DeskFailure, ServiceDesk } from '../ports/service-desk.ts';
import { noteOnTicket } from './note-on-ticket.ts';

interface Deps {
  readonly desk: ServiceDesk;
  readonly log: Log;
  readonly approvalRule: ApprovalRule;
}

/**
 * Whom a stage names alone may be the one who receives what is made, or who asked for it. That is said when the request is opened,
 * and not when nobody could decide in time.
 */
export const tellOfImpassableStage = async (
  deps: Deps,
  { id, ticket }: { readonly id: RenewalId; readonly ticket: Ticket },
  recipient: Recipient | undefined,
): Promise<Result<undefined, DeskFailure>> => {
  if (recipient === undefined) return ok(undefined);
  const { person, askedBy } = recipient;
  const stage = impassableStage(deps.approvalRule, askedBy === undefined ? [person] : [person, askedBy]);
  if (stage === undefined) return ok(undefined);
  deps.log('STAGE_IMPASSABLE', { renewalId: id, ticket: ticket.number, stage: stage.name });
  return noteOnTicket(
    deps,
    { id, ticket },
    `The stage "${stage.name}" of this approval can not be passed: too few of those whom it names are left, since nobody approves what they receive or asked for. Please have somebody else named in the setting APPROVAL, or deny this request.`,
  );
};
