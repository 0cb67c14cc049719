import type { EventId } from '../domain/ids.ts';
import type { Instant } from '../domain/time.ts';

export interface AuditEntry {
  readonly id: EventId;
  readonly occurredAt: Instant;
  readonly body: string;
}

/** The record of what was decided and done. Entries are added, never changed. */
export interface Audit {
  /**
   * Adds events, each once: the same id again changes nothing. Throws when one could not be added; the others may or may
   * not be, and adding them again is harmless.
   */
  append(entries: readonly AuditEntry[]): Promise<void>;
}
