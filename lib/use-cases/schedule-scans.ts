import { type Instant, instantOfMs, seconds } from '../domain/time.ts';
import type { CredentialSource } from '../ports/credential-source.ts';
import { startScan, type StartScanDeps } from './start-scan.ts';

interface Deps extends StartScanDeps {
  readonly sources: readonly CredentialSource[];
}

/** Starts a scan of every source of every tenant. */
export const scheduleScans = (deps: Deps) => {
  const start = startScan(deps);
  return async (): Promise<{ readonly started: number }> => {
    const now = deps.clock.now();
    let started = 0;
    for (const source of deps.sources) if (await start(source, slotOf(now))) started += 1;
    return { started };
  };
};

/** Two timers that fire within the same ten seconds mean the same scan. */
const SLOT = seconds(10);
const slotOf = (now: Instant): Instant => instantOfMs(now - (now % SLOT));
