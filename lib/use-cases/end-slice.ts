import { type Duration, plus } from '../domain/time.ts';
import type { Stored } from '../ports/aggregates.ts';
import type { ScanKey, Scans, ScanState } from '../ports/scans.ts';
import { commitScan } from './commit-scan.ts';
import { commitAndSend, type Sending } from './send-pending.ts';

export interface EndSliceDeps extends Sending {
  readonly scans: Scans;
  readonly stepLease: Duration;
}

/** All slices of a run may end at once, and each writes the run's row. */
const TRIES = 100;
/** More than this many are counted, not listed. */
const UNREAD_LISTED = 200;

/**
 * Ends a slice: what it read and what not is added to its run, once, and then its own row says that it is over. Answers
 * the run when this was the last of its slices.
 */
export const endSlice = (deps: EndSliceDeps) => {
  const commit = commitAndSend(deps);
  const save = commitScan(deps);

  /** Whoever finds the slice no longer open was here before, or came after one who was. */
  const addTo = async (
    key: ScanKey,
    state: ScanState,
    index: number,
  ): Promise<Stored<ScanState> | undefined> => {
    for (let attempt = 0; attempt < TRIES; attempt += 1) {
      const stored = await deps.scans.find(key);
      const plan = stored?.state.plan;
      if (stored === undefined || plan === undefined || stored.state.ended !== undefined) return undefined;
      if (!plan.open.includes(index)) return plan.open.length === 0 ? stored : undefined;
      const open = plan.open.filter((one) => one !== index);
      const run = stored.state;
      const sum: ScanState = {
        ...run,
        plan: { ...plan, open },
        subjects: run.subjects + state.subjects,
        credentials: run.credentials + state.credentials,
        unread: [...run.unread, ...state.unread].slice(0, UNREAD_LISTED),
        unreadTotal: run.unreadTotal + state.unreadTotal,
      };
      const dueAt = plus(deps.clock.now(), deps.stepLease);
      const saved = await commit(deps.scans, key, {
        expected: stored.version,
        state: sum,
        dueAt,
        messages: [],
      });
      if (saved.ok) return open.length === 0 ? { state: sum, version: saved.value } : undefined;
    }
    throw new Error(`Scan ${key.id} kept changing under ${TRIES} writes.`);
  };

  return async (
    key: ScanKey,
    stored: Stored<ScanState>,
    state: ScanState,
  ): Promise<{ readonly key: ScanKey; readonly stored: Stored<ScanState> } | undefined> => {
    if (state.slice === undefined) return undefined;
    const run = { tenant: key.tenant, id: state.slice.run };
    const whole = await addTo(run, state, state.slice.index);
    const coverage = state.unreadTotal === 0 ? ('complete' as const) : ('partial' as const);
    const ended = { ...state, postponed: undefined, ended: { at: deps.clock.now(), coverage } };
    const saved = await save(key, stored, { state: ended, dueAt: undefined, messages: [] });
    if (saved === undefined) return undefined; // another worker ended it, and then its run
    return whole && { key: run, stored: whole };
  };
};
