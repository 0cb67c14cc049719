import type { RenewalId } from '../domain/ids.ts';
import type { Ticket } from '../domain/renewal.ts';
import type { Result } from '../domain/result.ts';
import type { Instant } from '../domain/time.ts';
import type { DeskFailure } from './service-desk.ts';

/** A request that a person opened. All of it is hostile text. */
export interface DeskRequest {
  readonly ticket: Ticket;
  /** Names what it asks, as decisions about it will. */
  readonly revision: string;
  readonly applicationName: string;
  readonly applicationId: string;
  readonly environment: string;
  readonly update: string;
  readonly removalDay: string | undefined;
  /** User principal names. */
  readonly requestedFor: string | undefined;
  readonly openedBy: string | undefined;
  readonly openedAt: Instant;
  /** What we asked its people last, as `ask` was told; undefined: nothing yet. */
  readonly asked: string | undefined;
}

/** The requests that people open at the service desk, and that no renewal has yet. */
export interface DeskRequests {
  /** All that are open and are no renewal's, the oldest first. */
  unclaimed(): Promise<Result<readonly DeskRequest[], DeskFailure>>;
  /** Asks the people on it, and remembers on the ticket which question that was. */
  ask(ticket: Ticket, question: string, text: string): Promise<Result<undefined, DeskFailure>>;
  /** From now on it is the ticket of this key, and found by it. */
  claim(ticket: Ticket, key: RenewalId): Promise<Result<undefined, DeskFailure>>;
}
