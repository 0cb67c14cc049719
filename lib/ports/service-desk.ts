import type { Decision } from '../domain/approval.ts';
import type { RenewalId } from '../domain/ids.ts';
import type { Ticket } from '../domain/renewal.ts';
import type { Result } from '../domain/result.ts';
import type { TicketView } from '../domain/ticket-view.ts';
import type { Instant } from '../domain/time.ts';

/** What the request says. Plain text; names in it are hostile. */
export interface TicketRequest {
  /** Same key, same ticket. */
  readonly key: RenewalId;
  readonly revision: string;
  readonly applicationName: string;
  readonly applicationId: string;
  readonly environment: string;
  readonly update: 'Secret' | 'Certificate';
  readonly oldExpiresAt: Instant;
  /** User principal name; undefined when no person could be found. */
  readonly requestedFor: string | undefined;
  readonly instructions: string;
}

export interface DeskDecision {
  readonly decision: Decision;
  /** User principal name of who decided, as the desk knows it. */
  readonly by: string | undefined;
  /** User principal name of who was asked, if somebody else decided in their place. */
  readonly inPlaceOf?: string | undefined;
}

export type DeskFailure =
  | { readonly code: 'UNAVAILABLE'; readonly detail: string }
  /** The desk refuses what we send: a changed catalogue, a missing right. */
  | { readonly code: 'REJECTED'; readonly detail: string }
  /** More than one open ticket bears the key; nobody but a person can say which one counts. */
  | { readonly code: 'DUPLICATE_TICKETS'; readonly detail: string };

/** Who works on a ticket, and who is told of it. */
export interface TicketPeople {
  /** The group's name at the desk; undefined: the desk's own rules decide. */
  readonly group: string | undefined;
  /** User principal names; those whom the desk does not know are left out. */
  readonly watchers: readonly string[];
}

type Answer<T = undefined> = Promise<Result<T, DeskFailure>>;

/** The service desk, whichever product it is. */
export interface ServiceDesk {
  /** The ticket of this key, open or not, looked up before one is made. */
  find(key: RenewalId): Answer<Ticket | undefined>;
  /** Not idempotent: `find` first. The key is on the ticket when this returns, or `find` will find it later. */
  open(request: TicketRequest): Answer<Ticket>;
  assign(ticket: Ticket, people: TicketPeople): Answer;
  look(ticket: Ticket): Answer<TicketView>;
  /** What approvers have decided so far, read from the record itself. */
  decisions(ticket: Ticket): Answer<readonly DeskDecision[]>;
  /** Keys of tickets that were decided since, oldest first. A hint: the record is read again before it is believed. */
  decidedSince(since: Instant): Answer<readonly RenewalId[]>;
  /** Keys of tickets of which anything changed since, in no order. A hint as well. */
  changedSince(since: Instant): Answer<readonly RenewalId[]>;
  /** For the team, or for whoever the request is for as well. */
  note(ticket: Ticket, text: string, audience?: 'team' | 'requester'): Answer;
  /** Closes as complete, with the evidence. Closing twice is no error. */
  close(ticket: Ticket, evidence: string): Answer;
  /** Closes as not done. One that is closed already is left as it is. */
  cancel(ticket: Ticket, why: string): Answer;
  /** Opens a closed one again, and says why. One that is open is left as it is. */
  reopen(ticket: Ticket, why: string): Answer;
}
