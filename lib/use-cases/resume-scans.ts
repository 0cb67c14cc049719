import type { Digest } from '../domain/ids.ts';
import { type Duration, type Instant, plus } from '../domain/time.ts';
import type { ScanKey, Scans } from '../ports/scans.ts';
import { eachDue } from './each-due.ts';
import { scanMessage } from './outgoing.ts';
import { commitAndSend, type Sending } from './send-pending.ts';

interface Deps extends Sending {
  readonly scans: Scans;
  readonly digest: Digest;
  readonly stepLease: Duration;
}

/** How many unfinished scans one run wakes. */
const BATCH = 200;

/** Wakes the scans that were left lying: postponed by an outage, or their worker died. */
export const resumeScans = (deps: Deps) => {
  const commit = commitAndSend(deps);

  const wake = async (key: ScanKey, now: Instant): Promise<void> => {
    const stored = await deps.scans.find(key);
    if (stored === undefined) return;
    const { state } = stored;
    const over = state.ended !== undefined;
    const woken = await commit(deps.scans, key, {
      expected: stored.version,
      state,
      dueAt: over ? undefined : plus(now, deps.stepLease),
      messages: over
        ? []
        : [
            scanMessage(
              deps.digest,
              { ...key, source: state.source, slice: state.slice?.index },
              `again@${now}`,
            ),
          ],
    });
    if (!woken.ok) return; // it moved while we looked, so it needs no waking
  };

  return async (): Promise<{ readonly woken: number }> => {
    const now = deps.clock.now();
    const due = await deps.scans.due(now, BATCH);
    const { outage } = await eachDue(
      due,
      deps.log,
      ({ id }) => id,
      (key) => wake(key, now),
    );
    if (outage !== undefined) throw outage;
    return { woken: due.length };
  };
};
