import type { Log } from '../ports/log.ts';

export interface Worked {
  readonly failed: number;
  /** None could be worked on: that is an outage, for the caller to throw once everything else was tried. */
  readonly outage: Error | undefined;
}

/**
 * Works on what is due, one after the other, or so many at once. One that can't be worked on, such as a row that nobody can
 * read, must not stop the others: it is said, it stays due, and the next run meets it again.
 */
export const eachDue = async <Key>(
  keys: readonly Key[],
  log: Log,
  name: (key: Key) => string,
  run: (key: Key) => Promise<unknown>,
  atOnce = 1,
): Promise<Worked> => {
  let failed = 0;
  let first: Error | undefined;
  // All lanes take from one line, so that what has been due the longest is begun first.
  const line = keys.values();
  const lane = async (): Promise<void> => {
    for (const key of line) {
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
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
  return { failed, outage: failed === keys.length ? first : undefined };
};

/** Says which row of a list can't be read; the list goes on without it. */
export const unreadable =
  (log: Log) =>
  (row: string): void =>
    log('DUE_FAILED', { id: row, failure: 'The row can not be read.' });
