import { closeSync, mkdirSync, openSync, readFileSync, renameSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { JournalRecord } from './records.ts';
import { emptyState, replay, type SavedState, snapshot } from './saved-state.ts';

/**
 * Where accepted messages and settlements are written before anybody hears that they were. Records of one turn of the
 * event loop are written together, so that a batch costs one write.
 */
export interface Journal {
  append(record: JournalRecord): void;
  /** Calls back once everything appended so far is on disk. */
  whenWritten(callback: () => void): void;
  /** Writes at once what is waiting. */
  flush(): void;
  close(): void;
}

/** A journal and what the last process left in it. */
export interface OpenedJournal {
  readonly journal: Journal;
  readonly saved: SavedState;
}

/** Opens the journal in `directory`, compacted to what still counts; without a directory nothing is kept. */
export const openJournal = (directory: string | undefined): OpenedJournal => {
  if (directory === undefined) return { journal: createJournal(() => undefined), saved: emptyState() };
  mkdirSync(directory, { recursive: true });
  const file = join(directory, 'journal.jsonl');
  const saved = replay(readRecords(file));
  // Written beside and renamed: a kill during compaction leaves the old journal whole.
  writeFileSync(`${file}.new`, snapshot(saved, Date.now()).map(toLine).join(''));
  renameSync(`${file}.new`, file);
  const descriptor = openSync(file, 'a');
  return {
    journal: createJournal(
      (text) => writeWhole(descriptor, Buffer.from(text)),
      () => closeSync(descriptor),
    ),
    saved,
  };
};

const toLine = (record: JournalRecord): string => `${JSON.stringify(record)}\n`;

const writeWhole = (descriptor: number, bytes: Buffer): void => {
  let written = 0;
  while (written < bytes.length) written += writeSync(descriptor, bytes, written);
};

const readRecords = (file: string): readonly JournalRecord[] => {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
  // What follows the last line end was cut off by a kill, and nobody was told that it had been accepted.
  const lines = text.slice(0, text.lastIndexOf('\n') + 1).split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as JournalRecord);
};

const createJournal = (write: (text: string) => void, onClose?: () => void): Journal => {
  let lines: string[] = [];
  let waiting: (() => void)[] = [];
  let soon: NodeJS.Immediate | undefined;

  const flush = () => {
    clearImmediate(soon);
    soon = undefined;
    if (lines.length > 0) {
      const text = lines.join('');
      lines = [];
      write(text);
    }
    const callbacks = waiting;
    waiting = [];
    for (const callback of callbacks) callback();
  };
  const flushSoon = () => {
    soon ??= setImmediate(flush);
  };
  // In memory the records would be made only to be thrown away.
  const keeps = onClose !== undefined;

  return {
    append: (record) => {
      if (keeps) lines.push(toLine(record));
      flushSoon();
    },
    whenWritten: (callback) => {
      waiting.push(callback);
      flushSoon();
    },
    flush,
    close: () => {
      flush();
      onClose?.();
    },
  };
};
