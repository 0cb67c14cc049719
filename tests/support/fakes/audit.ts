import type { Audit, AuditEntry } from '../../../lib/ports/audit.ts';
import { frozenCopy } from './deep-copy.ts';

/** The record in memory. */
export interface FakeAudit extends Audit {
  /** In the order in which they were added. */
  entries(): readonly AuditEntry[];
  /** From now on an entry of this id can't be added. */
  refuse(id: AuditEntry['id']): void;
  /** Until `back()`, every call throws. */
  away(): void;
  back(): void;
}

export const fakeAudit = (): FakeAudit => {
  const entries = new Map<string, AuditEntry>();
  const refused = new Set<string>();
  let isAway = false;
  return {
    append: async (added) => {
      await Promise.resolve();
      if (isAway) throw new Error('The audit table is away.');
      if (added.some(({ id }) => refused.has(id))) throw new Error('The audit table refused an entry.');
      for (const entry of added) if (!entries.has(entry.id)) entries.set(entry.id, frozenCopy(entry));
    },
    refuse: (id) => void refused.add(id),
    entries: () => [...entries.values()],
    away: () => {
      isAway = true;
    },
    back: () => {
      isAway = false;
    },
  };
};
