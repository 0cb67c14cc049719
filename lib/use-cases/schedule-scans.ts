import { type Instant, instantOfMs, seconds, toIso } from '../domain/time.ts';
import type { CredentialSource } from '../ports/credential-source.ts';
import type { LastScan } from '../ports/last-scans.ts';
import { startScan, type StartScanDeps } from './start-scan.ts';

interface Deps extends StartScanDeps {
  readonly sources: readonly CredentialSource[];
}

/** Starts a scan of every source of every tenant, and says which one has not ended since the time before. */
export const scheduleScans = (deps: Deps) => {
  const start = startScan(deps);
  return async (): Promise<{ readonly started: number }> => {
    const now = deps.clock.now();
    let started = 0;
    for (const source of deps.sources) {
      const before = await deps.lastScans.find({ tenant: source.tenant, source: source.source });
      if (!(await start(source, slotOf(now)))) continue;
      started += 1;
      const late = unended(before?.state);
      if (late !== undefined)
        deps.log('SCAN_OVERDUE', { ...late, source: source.source, tenant: source.tenant });
    }
    return { started };
  };
};

const unended = (last: LastScan | undefined) => {
  const { started, endedAt } = last ?? {};
  const isLate = started !== undefined && (endedAt === undefined || endedAt < started.at);
  return isLate ? { scanId: started.id, startedAt: toIso(started.at) } : undefined;
};

/** Two timers that fire within the same ten seconds mean the same scan. */
const SLOT = seconds(10);
const slotOf = (now: Instant): Instant => instantOfMs(now - (now % SLOT));
