import { appendFileSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const FILE = 'processes';
const POLL_MS = 50;
/** Longer than any of them takes to end in order; by then the number is somebody else's. */
const PATIENCE_MS = 20_000;

/** Notes a process that writes into the folder. */
export const noteProcess = (dir: string, pid: number | undefined): void => {
  if (pid !== undefined) appendFileSync(join(dir, FILE), `${pid}\n`);
};

/** All of them have ended: their numbers may soon be somebody else's. */
export const forgetProcesses = (dir: string): Promise<void> => rm(join(dir, FILE), { force: true });

/**
 * Waits for the processes of an earlier start. One that was killed leaves children that still end in order, and two
 * that write the same state would spoil it.
 */
export const waitForPredecessors = async (dir: string): Promise<void> => {
  const file = join(dir, FILE);
  const noted = await readFile(file, 'utf8').catch(() => '');
  const pids = noted.split('\n').filter(Boolean).map(Number);
  const until = performance.now() + PATIENCE_MS;
  while (pids.some(isRunning) && performance.now() < until) await delay(POLL_MS);
  await forgetProcesses(dir);
};

/** Each leads a process group of its own, which few other processes do. */
const isRunning = (pid: number): boolean => {
  try {
    process.kill(-pid, 0);
    return true;
  } catch {
    return false;
  }
};
