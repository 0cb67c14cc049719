import type { Audit } from '../../../lib/ports/audit.ts';
import { frozenCopy } from './deep-copy.ts';

export type AuditEntry = Parameters<Audit['append']>[0];

/** The record in memory. */
export interface FakeAudit extends Audit {
  /** In the order in which they were added. */
  entries(): readonly AuditEntry[];
  /** Until `back()`, every call throws. */
  away(): void;
  back(): void;
}

export const fakeAudit = (): FakeAudit => {
  const entries = new Map<string, AuditEntry>();
  let isAway = false;
  return {
    append: async (entry) => {
      await Promise.resolve();
      if (isAway) throw new Error('The audit table is away.');
      if (!entries.has(entry.id)) entries.set(entry.id, frozenCopy(entry));
    },
    entries: () => [...entries.values()],
    away: () => {
      isAway = true;
    },
    back: () => {
      isAway = false;
    },
  };
};
