import { join } from 'node:path';
import { type Persistent, persistent } from '../stand-in/state.ts';

/** What a timer remembers over a restart; instants in ISO format. */
export interface TimerStatus {
  /** The occurrence that ran last. */
  readonly last: string | undefined;
  readonly next: string | undefined;
  /** From here on nothing has run: what is due after it and before now was missed. */
  readonly lastUpdated: string;
}

/** The remembered status of one timer: `timers/<function>.json` in the state directory, or memory only. */
export const timerStatus = (
  functionName: string,
  stateDir: string | undefined,
): Persistent<TimerStatus | null> =>
  persistent<TimerStatus | null>(
    stateDir === undefined ? undefined : join(stateDir, 'timers', `${functionName}.json`),
    () => null,
  );
