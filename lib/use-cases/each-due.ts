import type { Log } from '../ports/log.ts';

/**
 * Works on what is due, one after the other. One that can't be worked on, such as a row that nobody can read, must not
 * stop the others: it is said, it stays due, and the next run meets it again. When none can be worked on, that is an
 * outage, and it is thrown.
 */
export const eachDue = async <Key>(
  keys: readonly Key[],
  log: Log,
  name: (key: Key) => string,
  run: (key: Key) => Promise<unknown>,
): Promise<void> => {
  let done = 0;
  let failure: Error | undefined;
  for (const key of keys) {
    try {
      await run(key);
      done += 1;
    } catch (error) {
      const said =
        error instanceof Error
          ? error
          : new Error('Something that is no error was thrown.', { cause: error });
      failure ??= said;
      log('DUE_FAILED', { id: name(key), failure: said.message });
    }
  }
  if (done === 0 && failure !== undefined) throw failure;
};
