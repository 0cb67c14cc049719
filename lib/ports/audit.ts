import type { AuditEntry } from '../domain/audit-chain.ts';

/** The record of what was decided and done. Entries are added, never changed. */
export interface Audit {
  /**
   * Adds events, each once: the same id again changes nothing. Throws when one could not be added; the others may or may
   * not be, and adding them again is harmless.
   */
  append(entries: readonly AuditEntry[]): Promise<void>;
}
