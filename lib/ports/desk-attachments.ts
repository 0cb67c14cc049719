import type { Ticket } from '../domain/renewal.ts';
import type { Result } from '../domain/result.ts';
import type { Instant } from '../domain/time.ts';
import type { DeskFailure } from './service-desk.ts';

/** A file that someone hung on a ticket. Its name and who hung it there are hostile text. */
export interface Attachment {
  /** The desk's own key of it. */
  readonly id: string;
  readonly name: string;
  readonly bytes: number;
  readonly attachedAt: Instant;
  /** User name, as the desk knows it. */
  readonly by: string | undefined;
}

/** The files that people hang on tickets. */
export interface DeskAttachments {
  /** All that are on the ticket, the oldest first. A desk that knows no files has none. */
  list(ticket: Ticket): Promise<Result<readonly Attachment[], DeskFailure>>;
  /**
   * The whole file. One of more than `longest` bytes is REJECTED without being read to its end, and so is one that is no
   * longer there; what comes shorter or longer than was said is UNAVAILABLE.
   */
  read(attachment: Attachment, longest: number): Promise<Result<Uint8Array, DeskFailure>>;
}
