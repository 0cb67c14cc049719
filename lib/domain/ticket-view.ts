import type { Instant } from './time.ts';

/** A ticket as it stands at the desk. What people wrote there is hostile text until it was parsed. */
export interface TicketView {
  readonly standing: 'open' | 'complete' | 'incomplete' | 'rejected';
  /** The Old Secret Expiry Date of the form, as it stands there. */
  readonly removalDay: string | undefined;
  /** What the form asks but for its dates, in short: an edit changes it. Undefined: the desk can't tell. */
  readonly form?: string | undefined;
  /** When the team means to do it. */
  readonly dueAt: Instant | undefined;
  readonly closedAt: Instant | undefined;
  /** Who wrote last, by user name. */
  readonly changedBy: string | undefined;
}
