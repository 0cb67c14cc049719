import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';

const START = new URL('../../local/start.ts', import.meta.url).pathname;

/** What a start that ended left behind. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A start in a process of its own. */
export interface Started {
  readonly child: ChildProcessWithoutNullStreams;
  /** The first line on stderr, past or to come, that holds this text. */
  said(words: string): Promise<string>;
  readonly ended: Promise<Ended>;
}

/** `npm start` with these options. */
export const startWith = (...flags: string[]): Started => {
  const child = spawn(process.execPath, [START, ...flags]);
  const lines: string[] = [];
  const listeners = new Set<(line: string) => void>();
  createInterface(child.stderr).on('line', (line) => {
    lines.push(line);
    for (const listen of listeners) listen(line);
  });
  const stdout = text(child.stdout);
  const ended = once(child, 'close').then(async ([code]) => ({
    code: code as number | null,
    stdout: await stdout,
    stderr: lines.join('\n'),
  }));
  return {
    child,
    ended,
    said: async (words) => {
      const past = lines.find((line) => line.includes(words));
      if (past !== undefined) return past;
      const heard = new Promise<string>((resolve) => {
        listeners.add((line) => {
          if (line.includes(words)) resolve(line);
        });
      });
      const over = ended.then(({ stderr }) => {
        throw new Error(`It ended without saying "${words}": ${stderr}`);
      });
      return Promise.race([heard, over]);
    },
  };
};
