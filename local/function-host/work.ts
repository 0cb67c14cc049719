import { messageOf } from './start-error.ts';

interface Tally {
  readonly started: number;
  readonly succeeded: number;
  readonly failed: number;
  readonly lastError: string | null;
}

/** Counts what runs and what has run. */
export interface Work {
  /** Counts a piece of work from its beginning to its very end: a message's settlement, a run that waits its turn. */
  during<T>(run: () => Promise<T>): Promise<T>;
  inFlight(): number;
  /** True once nothing runs; false if something still does when the time is over. */
  idle(withinMs: number): Promise<boolean>;
  /** Counts a call of a function and how it ended. */
  record<T>(functionName: string, run: () => Promise<T>): Promise<T>;
  tallies(): Readonly<Record<string, Tally>>;
}

export const work = (functionNames: readonly string[]): Work => {
  let running = 0;
  let waiting: (() => void)[] = [];
  const tallies = new Map<string, Tally>(
    functionNames.map((name) => [name, { started: 0, succeeded: 0, failed: 0, lastError: null }]),
  );
  const update = (name: string, change: (tally: Tally) => Tally) => {
    const tally = tallies.get(name);
    if (tally !== undefined) tallies.set(name, change(tally));
  };

  return {
    during: async (run) => {
      running += 1;
      try {
        return await run();
      } finally {
        running -= 1;
        if (running === 0) {
          for (const tell of waiting) tell();
          waiting = [];
        }
      }
    },
    inFlight: () => running,
    idle: (withinMs) => {
      if (running === 0) return Promise.resolve(true);
      return new Promise((resolve) => {
        const timer = setTimeout(() => {
          resolve(false);
        }, withinMs);
        waiting.push(() => {
          clearTimeout(timer);
          resolve(true);
        });
      });
    },
    record: async (name, run) => {
      update(name, (tally) => ({ ...tally, started: tally.started + 1 }));
      try {
        const result = await run();
        update(name, (tally) => ({ ...tally, succeeded: tally.succeeded + 1 }));
        return result;
      } catch (error) {
        update(name, (tally) => ({ ...tally, failed: tally.failed + 1, lastError: messageOf(error) }));
        throw error;
      }
    },
    tallies: () => Object.fromEntries(tallies),
  };
};
