import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { filledSettings } from '../../tests/support/example-settings.ts';

/** One start of an app. */
export interface Start {
  /** From the start of the process until every function was registered. */
  readonly ms: number;
  readonly rssMb: number;
  readonly functions: readonly string[];
}

const WORKER = join(import.meta.dirname, 'start-worker.cjs');
const RUNS = 7;

/** Starts the app in `folder` once, in a process of its own, as the worker of Azure would. */
export const startOnce = (folder: string, role = 'all'): Start => {
  const env = { PATH: process.env['PATH'] ?? '', ...filledSettings(), APP_ROLE: role };
  return JSON.parse(execFileSync(process.execPath, [WORKER, folder], { env, encoding: 'utf8' })) as Start;
};

/** The fastest of several starts: whatever else this machine does can only make one slower. */
export const fastest = (starts: readonly Start[]): Start => {
  const [first] = starts.toSorted((a, b) => a.ms - b.ms);
  if (first === undefined) throw new Error('Nothing was started.');
  return { ...first, ms: Math.round(first.ms), rssMb: Math.round(first.rssMb) };
};

/** How long the app in `folder` takes to load, and what it then holds. */
export const measureStart = (folder: string, role = 'all'): Start =>
  fastest(Array.from({ length: RUNS }, () => startOnce(folder, role)));
