import type { EventId } from '../domain/ids.ts';
import type { Instant } from '../domain/time.ts';

/** The record of what was decided and done. Entries are added, never changed. */
export interface Audit {
  /** Adds an event once: the same id again changes nothing. */
  append(entry: { readonly id: EventId; readonly occurredAt: Instant; readonly body: string }): Promise<void>;
}
