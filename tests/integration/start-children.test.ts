import { once } from 'node:events';
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { type Child, startChild } from '../../local/start/child.ts';
import { gatherCrew } from '../../local/start/crew.ts';
import { takeLock } from '../../local/start/lock.ts';
import { noteProcess, waitForPredecessors } from '../../local/start/predecessors.ts';

let dir: string;
const children: Child<unknown>[] = [];
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'start-children-'));
});
afterEach(async () => {
  for (const child of children) child.kill();
  await Promise.all(children.splice(0).map(({ ended }) => ended));
});
afterAll(async () => {
  await rm(dir, { recursive: true });
});

/** A child that runs this code. */
const aChild = (code: string, name = 'Inkwell') => {
  const child = startChild<{ port: number }>({
    name,
    args: ['-e', code],
    env: {},
    cwd: dir,
    logFile: join(dir, `${name}.log`),
  });
  children.push(child);
  return child;
};

const READY = 'process.stdout.write(JSON.stringify({ ready: true, port: 7 }) + "\\n");';
const STAY = `${READY} process.stdin.resume().once("end", () => process.exit(0));`;

describe('a child', () => {
  test('says that it is ready, and where', async () => {
    expect(await aChild(STAY).ready).toEqual({ ready: true, port: 7 });
  });

  test.each([
    [
      'its own line',
      'console.error("Inkwell: port 7 is taken."); process.exit(1)',
      'Inkwell: port 7 is taken.',
    ],
    ['the error of a crash', 'throw new TypeError("no ink")', 'Inkwell: TypeError: no ink'],
    [
      'several lines, in one',
      'console.error("Faults:\\n  A: is not set"); process.exit(1)',
      'Inkwell: Faults: A: is not set',
    ],
    ['no records of its log', 'console.error("{}\\nout of ink"); process.exit(1)', 'Inkwell: out of ink'],
  ])('that does not start is told by %s', async (_, code, words) => {
    await expect(aChild(code).ready).rejects.toThrow(words);
  });

  test('that says nothing is told by how it ended, and where its log is', async () => {
    await expect(aChild('process.exit(3)').ready).rejects.toThrow(
      `Inkwell ended with exit code 3. See ${join(dir, 'Inkwell.log')}`,
    );
  });

  test('leaves all that it says in its log', async () => {
    const child = aChild(`console.error("{}"); console.error("words"); ${READY}`, 'Diary');
    await child.ended;
    expect(await readFile(join(dir, 'Diary.log'), 'utf8')).toBe('{}\nwords\n');
  });
});

describe('a crew', () => {
  test('reports a member that ends though nobody stopped it', async () => {
    const crew = gatherCrew();
    const child = crew.add('services', () => aChild(STAY));
    await child.ready;
    child.kill();
    await expect(crew.lost).rejects.toThrow('Inkwell ended by SIGKILL.');
  });

  test('that is ending takes nobody in', async () => {
    const crew = gatherCrew();
    await crew.stop();
    expect(() => crew.add('services', () => aChild(STAY))).toThrow('nothing more is started');
    expect(children).toEqual([]);
  });

  test('ends the app first and the tables last, whatever came first', async () => {
    const crew = gatherCrew();
    const order: string[] = [];
    for (const [watch, name] of [
      ['tables', 'Tables'],
      ['services', 'Mail'],
      ['app', 'Host'],
    ] as const) {
      const child = crew.add(watch, () => aChild(STAY, name));
      void child.ended.then(() => order.push(name));
      await child.ready;
    }
    await crew.stop();
    expect(order).toEqual(['Host', 'Mail', 'Tables']);
  });
});

describe('a folder', () => {
  test('is held by one start at a time', async () => {
    const lock = await takeLock(dir);
    await expect(takeLock(dir)).rejects.toThrow(`Another start (process ${process.pid}) uses ${dir}.`);
    await lock.release();
    await (await takeLock(dir)).release();
  });

  test('whose holder was killed is free, even if its process number lives on', async () => {
    await writeFile(join(dir, 'lock'), JSON.stringify({ pid: process.pid, port: 1, token: 'gone' }));
    await (await takeLock(dir)).release();
  });

  test('is used only when the processes of an earlier start have ended', async () => {
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { detached: true });
    noteProcess(dir, child.pid);
    let hasEnded = false;
    child.once('exit', () => {
      hasEnded = true;
    });
    const free = waitForPredecessors(dir).then(() => hasEnded);
    await once(child, 'spawn');
    child.kill('SIGKILL');
    expect(await free).toBe(true);
  });
});
