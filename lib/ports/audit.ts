import type { AuditEntry } from '../domain/audit-chain.ts';

/** The record of what was decided and done. Entries are added, never changed. */
export interface Audit {
  /** Adds an event once: the same id again changes nothing. An outage is thrown. */
  append(entry: AuditEntry): Promise<void>;
}
