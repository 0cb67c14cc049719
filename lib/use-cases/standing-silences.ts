import type { SubjectId } from '../domain/ids.ts';
import { isHeard } from '../domain/kept-silence.ts';
import type { Silence } from '../domain/silence.ts';
import type { Tenant } from '../domain/tenant.ts';
import type { Log } from '../ports/log.ts';
import type { Silences } from '../ports/silences.ts';
import { unreadable } from './each-due.ts';

interface Deps {
  readonly silences: Silences;
  readonly tenants: readonly Tenant[];
  readonly log: Log;
}

/**
 * What people asked to be silent about, by subject: read once for a whole run of the judge. Whoever asks meanwhile is heard
 * by the next run, for which their subject is put up.
 */
export const standingSilences =
  ({ silences, tenants, log }: Deps) =>
  async (): Promise<(subject: SubjectId) => readonly Silence[]> => {
    const bySubject = new Map<SubjectId, Silence[]>();
    for (const { id } of tenants)
      for await (const kept of silences.list(id, unreadable(log))) {
        const { silence } = kept;
        if (isHeard(kept))
          bySubject.set(silence.subjectId, [...(bySubject.get(silence.subjectId) ?? []), silence]);
      }
    return (subject) => bySubject.get(subject) ?? [];
  };
