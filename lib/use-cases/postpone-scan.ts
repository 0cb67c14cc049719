import { nextTry } from '../domain/backoff.ts';
import { type Duration, plus } from '../domain/time.ts';
import type { Stored } from '../ports/aggregates.ts';
import type { ScanKey, Scans, ScanState } from '../ports/scans.ts';
import type { Postponed } from './advance-scan.ts';
import { commitScan } from './commit-scan.ts';
import type { Sending } from './send-pending.ts';

export interface PostponeDeps extends Sending {
  readonly scans: Scans;
  readonly firstRetry: Duration;
}

/** Stores when a scan goes on, and why not now. */
export const postponeScan = (deps: PostponeDeps) => {
  const commit = commitScan(deps);
  return async (key: ScanKey, stored: Stored<ScanState>, { attempts, failure }: Postponed): Promise<void> => {
    const now = deps.clock.now();
    const until =
      failure.retryAfter === undefined
        ? nextTry(now, deps.firstRetry, Math.max(1, attempts))
        : plus(now, failure.retryAfter);
    const { state } = stored;
    deps.log('SCAN_POSTPONED', {
      scanId: key.id,
      source: state.source,
      tenant: state.tenant,
      attempts,
      failure: failure.code,
      detail: failure.detail,
      subjects: state.subjects,
      seconds: Math.round((until - now) / 1000),
    });
    const postponed = { until, reason: failure.detail };
    await commit(key, stored, { state: { ...state, attempts, postponed }, dueAt: until, messages: [] });
  };
};
