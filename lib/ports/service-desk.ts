import type { Decision } from '../domain/approval.ts';
import type { RenewalId } from '../domain/ids.ts';
import type { Ticket } from '../domain/renewal.ts';
import type { Result } from '../domain/result.ts';
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
}

export type DeskFailure =
  | { readonly code: 'UNAVAILABLE'; readonly detail: string }
  /** The desk refuses what we send: a changed catalogue, a missing right. */
  | { readonly code: 'REJECTED'; readonly detail: string }
  /** More than one open ticket bears the key; nobody but a person can say which one counts. */
  | { readonly code: 'DUPLICATE_TICKETS'; readonly detail: string };

/** The service desk, whichever product it is. */
export interface ServiceDesk {
  /** The ticket of this key, open or not, looked up before one is made. */
  find(key: RenewalId): Promise<Result<Ticket | undefined, DeskFailure>>;
  /** Not idempotent: `find` first. The key is on the ticket when this returns, or `find` will find it later. */
  open(request: TicketRequest): Promise<Result<Ticket, DeskFailure>>;
  /** What approvers have decided so far, read from the record itself. */
  decisions(ticket: Ticket): Promise<Result<readonly DeskDecision[], DeskFailure>>;
  /** Keys of tickets that were decided since, oldest first. A hint: the record is read again before it is believed. */
  decidedSince(since: Instant): Promise<Result<readonly RenewalId[], DeskFailure>>;
  note(ticket: Ticket, text: string): Promise<Result<undefined, DeskFailure>>;
  /** Closes as complete, with the evidence. Closing twice is no error. */
  close(ticket: Ticket, evidence: string): Promise<Result<undefined, DeskFailure>>;
}
