import type { Person } from './person.ts';
import { isSamePerson } from './person.ts';
import type { Instant } from './time.ts';

/** One approver's decision, as the service desk tells it. */
export interface Decision {
  /** The desk's own id of this decision: the same id twice is the same decision. */
  readonly id: string;
  readonly outcome: 'approved' | 'denied';
  readonly decidedAt: Instant;
  readonly justification: string | undefined;
  /** The revision of the request that was before the approver's eyes. */
  readonly revision: string;
}

/** A decision by a person we know in the directory. */
export interface Approval extends Decision {
  readonly by: Person;
  /** Who else said yes before, where it took more than one. */
  readonly also?: readonly Approval[] | undefined;
}

/** Everyone who approved: none of them may receive it, and each still has to be there when it is carried out. */
export const approversOf = (approval: Approval): readonly Approval[] => [...(approval.also ?? []), approval];

export type Ineligible =
  | 'APPROVER_UNKNOWN'
  | 'APPROVER_DISABLED'
  | 'APPROVER_IS_RECIPIENT'
  | 'APPROVER_ASKED_FOR_IT'
  /** No stage of the approval names them. */
  | 'APPROVER_NOT_NAMED'
  | 'OTHER_REVISION';

/** Who must not decide: the one it is for, and whoever asked for it or changed what is asked. */
export interface Interested {
  readonly recipient: Person | undefined;
  readonly requesters: readonly Person[];
  readonly revision: string;
}

/**
 * Why a decision does not count, or undefined if it does.
 *
 * Invariant: no approver is the one it is for. People are compared by tenant and object id; one who can't be mapped to
 * the directory is refused, since nothing can be said of who that is.
 */
export const ineligibility = (
  decision: Decision,
  by: Person | undefined,
  request: Interested,
): Ineligible | undefined => {
  if (by === undefined) return 'APPROVER_UNKNOWN';
  if (!by.enabled) return 'APPROVER_DISABLED';
  if (request.recipient !== undefined && isSamePerson(by, request.recipient)) return 'APPROVER_IS_RECIPIENT';
  if (request.requesters.some((requester) => isSamePerson(by, requester))) return 'APPROVER_ASKED_FOR_IT';
  return decision.revision === request.revision ? undefined : 'OTHER_REVISION';
};
