import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';
import { Problem } from './problem.ts';

export interface ChildOptions {
  /** As a person would call it: "Service desk". */
  readonly name: string;
  /** What node runs: flags of node's own, the file, the file's flags. */
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  /** Everything that it says goes here. */
  readonly logFile: string;
}

/** A part of the whole that runs and can be ended. */
export interface Running {
  readonly name: string;
  readonly pid?: number | undefined;
  /** Resolves, with one line about it, when it has ended, whoever ended it. */
  readonly ended: Promise<string>;
  /** Asks it to end in order; resolves when it has. */
  stop(): Promise<void>;
  kill(): void;
}

/** A child process that says in one line of JSON when it is ready, and where. */
export interface Child<Ready> extends Running {
  readonly ready: Promise<Ready>;
  /** For one that has an end: rejects when that is not a good one. */
  readonly done: Promise<void>;
}

const START_MS = 90_000;
/** Longer than any part takes to end in order. */
export const STOP_MS = 15_000;
const LINES_KEPT = 20;

/**
 * Starts a child process. It is out of the terminal's reach, so that Ctrl+C comes to us alone and each ends in its turn;
 * and it ends by itself when its stdin does, so that none outlives us, however we end.
 */
export const startChild = <Ready = unknown>(options: ChildOptions): Child<Ready> => {
  const { name, args, env, cwd, logFile } = options;
  const child = spawn(process.execPath, args, { cwd, env, detached: true, stdio: ['pipe', 'pipe', 'pipe'] });
  const said = keepWords(child, logFile);
  const ended = endingOf(child).then((how) => {
    const words = said();
    if (words === '') return `${name} ended ${how}. See ${logFile}, then start again: what happened is kept.`;
    return words.startsWith(`${name}: `) ? words : `${name}: ${words}`;
  });
  const ready = readyLine<Ready>(child, options, ended);
  const done = ended.then((words) => {
    if (child.exitCode !== 0) throw new Problem(`${words} See ${logFile}.`);
  });
  // Whoever waits for these hears of a failure; nobody else needs to.
  ready.catch(() => undefined);
  done.catch(() => undefined);
  return {
    name,
    pid: child.pid,
    ready,
    done,
    ended,
    stop: async () => {
      const late = setTimeout(killGroup, STOP_MS, child);
      child.kill('SIGTERM');
      await ended;
      clearTimeout(late);
    },
    kill: () => {
      killGroup(child);
    },
  };
};

const readyLine = async <Ready>(
  child: ChildProcess,
  { name, logFile }: ChildOptions,
  ended: Promise<string>,
): Promise<Ready> => {
  if (child.stdout === null) throw new Error('A child needs a stdout to say that it is ready.');
  const line = once(createInterface(child.stdout), 'line').then(
    ([first]) => JSON.parse(String(first)) as Ready,
  );
  const late = setTimeout(killGroup, START_MS, child);
  const outcome = await Promise.race([
    line.then((ready) => ({ ready })),
    ended.then((words) => ({ words })),
  ]).finally(() => {
    clearTimeout(late);
  });
  if ('ready' in outcome) return outcome.ready;
  throw new Problem(
    child.signalCode === 'SIGKILL' ? `${name} did not get ready in time. See ${logFile}.` : outcome.words,
  );
};

/** Writes what the child says to its log, and keeps the last lines that are meant for people. */
const keepWords = (child: ChildProcess, logFile: string): (() => string) => {
  mkdirSync(dirname(logFile), { recursive: true });
  const log = createWriteStream(logFile);
  const lines: string[] = [];
  if (child.stderr !== null) {
    createInterface(child.stderr).on('line', (line) => {
      log.write(`${line}\n`);
      if (line.startsWith('{') || line.trim() === '') return;
      lines.push(line);
      if (lines.length > LINES_KEPT) lines.shift();
    });
  }
  child.once('close', () => log.end());
  return () => {
    // Of a crash the error counts, not the stack around it.
    const error = lines.find((line) => /^(\w*Error|\S+: (\w*Error|error \w+))\b/.test(line));
    return (error ?? lines.join(' ')).replace(/\s+/g, ' ').trim();
  };
};

const endingOf = async (child: ChildProcess): Promise<string> => {
  const [code, signal] = await new Promise<[number | null, string | null]>((resolve) => {
    child.once('error', () => {
      resolve([null, null]);
    });
    child.once('close', (...how) => {
      resolve(how);
    });
  });
  if (signal !== null) return `by ${signal}`;
  return code === null ? 'before it began' : `with exit code ${code}`;
};

/** It leads a process group of its own: what it started goes with it. */
const killGroup = ({ pid }: ChildProcess): void => {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended.
  }
};
