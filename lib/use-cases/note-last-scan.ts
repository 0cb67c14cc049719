import type { Instant } from '../domain/time.ts';
import type { LastScan, LastScanKey, LastScans } from '../ports/last-scans.ts';
import type { Coverage, ScanState } from '../ports/scans.ts';

interface Deps {
  readonly lastScans: LastScans;
}

/** So many scans are remembered of each source. */
const REMEMBERED = 10;
/** What is listed of what was not read; the rest is counted. */
const LISTED = 100;
const TRIES = 5;

const NEVER: Omit<LastScan, 'tenant' | 'source'> = {
  ...{ endedAt: undefined, coverage: undefined, completeAt: undefined, full: undefined, mark: undefined },
  ...{ unread: [], unreadTotal: 0, latest: [], started: undefined },
};

const noting =
  ({ lastScans }: Deps) =>
  async ({ tenant, source }: LastScanKey, change: (known: LastScan) => LastScan): Promise<void> => {
    for (let attempt = 0; attempt < TRIES; attempt += 1) {
      const stored = await lastScans.find({ tenant, source });
      const saved = await lastScans.commit(
        { tenant, source },
        {
          expected: stored?.version ?? 'absent',
          state: change(stored?.state ?? { tenant, source, ...NEVER }),
          dueAt: undefined,
          messages: [],
        },
      );
      if (saved.ok) return;
    }
    // Other scans of this source keep ending: the next one notes itself.
  };

/** Notes which scan of a source was started last. */
export const noteStarted = (deps: Deps) => {
  const note = noting(deps);
  return (key: LastScanKey, started: NonNullable<LastScan['started']>): Promise<void> =>
    note(key, (known) => ({ ...known, started }));
};

/**
 * Notes how a scan ended, for whoever asks how old our knowledge is and what is missing in it, and for the next scan. A scan
 * that ended before the one that is noted changes nothing but what it was the newest of.
 */
export const noteLastScan = (deps: Deps) => {
  const note = noting(deps);
  return (scan: ScanState, at: Instant, coverage: Coverage): Promise<void> =>
    note(scan, (known) => {
      const { startedAt, scope, subjects, credentials, unread, unreadTotal, mark } = scan;
      const isNewest = known.endedAt === undefined || known.endedAt <= at;
      const isNewlyComplete =
        coverage === 'complete' && (known.completeAt === undefined || known.completeAt < at);
      const completeAt = isNewlyComplete ? at : known.completeAt;
      const ended = { startedAt, endedAt: at, scope, coverage, subjects, unreadTotal };
      const latest = [ended, ...known.latest.filter((one) => one.startedAt !== startedAt)]
        .sort((a, b) => b.endedAt - a.endedAt)
        .slice(0, REMEMBERED);
      if (!isNewest) return { ...known, completeAt, latest };
      const isRead = coverage !== 'failed';
      return {
        ...known,
        ...{ endedAt: at, coverage, completeAt, latest, unreadTotal, unread: unread.slice(0, LISTED) },
        full: isRead && scope === 'full' ? { endedAt: at, subjects, credentials } : known.full,
        // What failed tells nothing of what is known, and changes go on from where they were.
        mark: isRead ? mark : known.mark,
      };
    });
};
