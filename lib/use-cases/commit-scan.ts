import type { Instant } from '../domain/time.ts';
import type { Stored, Version } from '../ports/aggregates.ts';
import type { OutgoingMessage } from '../ports/publisher.ts';
import type { ScanKey, Scans, ScanState } from '../ports/scans.ts';
import { commitAndSend, type Sending } from './send-pending.ts';

interface Deps extends Sending {
  readonly scans: Scans;
}

const TRIES = 5;

/**
 * Notes how far a scan got. The timer that looks for scans left lying may have moved its date while a long page was read;
 * that is no other worker, so what was read is kept. Undefined when the scan itself has moved on.
 */
export const commitScan = (deps: Deps) => {
  const commit = commitAndSend(deps);
  return async (
    key: ScanKey,
    stored: Stored<ScanState>,
    change: {
      readonly state: ScanState;
      readonly dueAt: Instant | undefined;
      readonly messages: readonly OutgoingMessage[];
    },
  ): Promise<Version | undefined> => {
    let { version } = stored;
    for (let attempt = 0; attempt < TRIES; attempt += 1) {
      const saved = await commit(deps.scans, key, { expected: version, ...change });
      if (saved.ok) return saved.value;
      const now = await deps.scans.find(key);
      if (now === undefined || JSON.stringify(now.state) !== JSON.stringify(stored.state)) return undefined;
      ({ version } = now);
    }
    return undefined;
  };
};
