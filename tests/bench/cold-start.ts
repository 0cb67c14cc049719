import { mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fastest, type Start, startOnce } from '../../scripts/package/measure-start.ts';
import { stage } from '../../scripts/package/stage.ts';
import { zip } from '../../scripts/package/zip.ts';
import type { Bench } from '../support/bench/bench.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const ROUNDS = 30;
/** More than that is too slow: the bench says so and fails. */
const MOST = 2;

const FLOOR = `import { app } from '@azure/functions';
app.http('hello', { methods: ['GET'], authLevel: 'anonymous', handler: () => ({ body: 'hello' }) });
`;

const floorApp = (folder: string, modules: string): void => {
  mkdirSync(folder, { recursive: true });
  const manifest = { name: 'floor', type: 'module', main: 'index.js' };
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
  writeFileSync(join(folder, 'index.js'), FLOOR);
  symlinkSync(modules, join(folder, 'node_modules'), 'junction');
};

interface Result {
  readonly ms: number;
  readonly floorMs: number;
  readonly ratio: number;
  readonly rssMb: number;
  readonly zipBytes: number;
}

const run = async (say: (line: string) => void): Promise<Result> => {
  const folder = mkdtempSync(join(tmpdir(), 'expiry-monitor-cold-start-'));
  try {
    const [app, floor] = [join(folder, 'app'), join(folder, 'floor')];
    say('Packaging ...');
    await stage(ROOT, app);
    floorApp(floor, join(app, 'node_modules'));
    await zip(app, join(folder, 'app.zip'));

    // The first start of each fills the caches of the file system.
    for (const each of [app, floor]) startOnce(each);
    const starts: { app: Start; floor: Start }[] = [];
    for (let round = 0; round < ROUNDS; round += 1)
      starts.push({ app: startOnce(app), floor: startOnce(floor) });
    const ours = fastest(starts.map((each) => each.app));
    const least = fastest(starts.map((each) => each.floor));
    const ratio = Number((ours.ms / least.ms).toFixed(2));
    say(`${ours.functions.length} functions; the floor holds ${least.rssMb} MB.`);
    if (ratio > MOST) process.exitCode = 1;
    return {
      ...{ ms: ours.ms, floorMs: least.ms, ratio, rssMb: ours.rssMb },
      zipBytes: statSync(join(folder, 'app.zip')).size,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

const print = (result: object): readonly string[] => {
  const { ms, floorMs, ratio, rssMb, zipBytes } = result as Result;
  return [
    `All functions are registered after ${ms} ms, with ${rssMb} MB; an app with one function after ${floorMs} ms.`,
    `That is ${ratio} times as long, and ${MOST} is the most. The package has ${(zipBytes / 1024 ** 2).toFixed(1)} MB.`,
  ];
};

/**
 * From the start of a process until every function is registered, against an app that has one HTTP function and nothing
 * else. Both are started by turns, so that what else this machine does meets both.
 */
export const bench: Bench = {
  says: 'how long the packaged app takes to start, and how much it then holds',
  run,
  print,
};
