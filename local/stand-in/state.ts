import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** A value that outlives its process: every `save` is on disk, whole, before it returns. Without a file it lives in memory. */
export interface Persistent<T> {
  value: T;
  save(): void;
}

/**
 * Reads `file` if it exists, else starts with `initial`. Written to a sibling first and renamed, so that a kill in the
 * middle leaves the old state and never half of the new one.
 */
export const persistent = <T>(file: string | undefined, initial: () => T): Persistent<T> => {
  const state: Persistent<T> = {
    value: (file === undefined ? undefined : read<T>(file)) ?? initial(),
    save: () => {
      if (file === undefined) return;
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(`${file}.new`, JSON.stringify(state.value));
      renameSync(`${file}.new`, file);
    },
  };
  return state;
};

const read = <T>(file: string): T | undefined => {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as T;
  } catch (error) {
    // By its code and not its class: a test runner's sandbox has an Error of its own.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new Error(`The saved state ${file} can't be read. Start with --fresh to begin anew.`, {
      cause: error,
    });
  }
};
