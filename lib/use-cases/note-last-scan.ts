import type { Instant } from '../domain/time.ts';
import type { LastScans } from '../ports/last-scans.ts';
import type { Coverage, ScanState } from '../ports/scans.ts';

interface Deps {
  readonly lastScans: LastScans;
}

/**
 * Notes how a scan ended, for whoever asks how old our knowledge is. A scan that ended before the one that is noted changes
 * nothing but what it was the newest of. Whoever loses the race leaves it to the winner: the next scan comes soon.
 */
export const noteLastScan =
  ({ lastScans }: Deps) =>
  async (
    { tenant, source }: Pick<ScanState, 'tenant' | 'source'>,
    at: Instant,
    coverage: Coverage,
  ): Promise<void> => {
    const stored = await lastScans.find({ tenant, source });
    const known = stored?.state;
    const isNewest = known === undefined || known.endedAt <= at;
    const wasComplete = known?.completeAt;
    const completeAt =
      coverage === 'complete' && (wasComplete === undefined || wasComplete < at) ? at : wasComplete;
    const saved = await lastScans.commit(
      { tenant, source },
      {
        expected: stored?.version ?? 'absent',
        state: {
          tenant,
          source,
          completeAt,
          endedAt: isNewest ? at : known.endedAt,
          coverage: isNewest ? coverage : known.coverage,
        },
        dueAt: undefined,
        messages: [],
      },
    );
    if (!saved.ok) return; // another scan of this source ended in the same moment, and noted that
  };
