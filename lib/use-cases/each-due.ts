import type { Log } from '../ports/log.ts';

export interface Worked {
  readonly failed: number;
  /** None could be worked on: that is an outage, for the caller to throw once everything else was tried. */
  readonly outage: Error | undefined;
}

/**
 * Works on what is due, one after the other. One that can't be worked on, such as a row that nobody can read, must not
 * stop the others: it is said, it stays due, and the next run meets it again.
 */
export const eachDue = async <Key>(
  keys: readonly Key[],
  log: Log,
  name: (key: Key) => string,
  run: (key: Key) => Promise<unknown>,
): Promise<Worked> => {
  let failed = 0;
  let first: Error | undefined;
  for (const key of keys) {
    try {
      await run(key);
    } catch (error) {
      const said =
        error instanceof Error
          ? error
          : new Error('Something that is no error was thrown.', { cause: error });
      first ??= said;
      failed += 1;
      log('DUE_FAILED', { id: name(key), failure: said.message });
    }
  }
  return { failed, outage: failed === keys.length ? first : undefined };
};

/** Says which row of a list can't be read; the list goes on without it. */
export const unreadable =
  (log: Log) =>
  (row: string): void =>
    log('DUE_FAILED', { id: row, failure: 'The row can not be read.' });
