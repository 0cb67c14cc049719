import { mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { fastest, type Start, startOnce } from '../../scripts/package/measure-start.ts';
import { stage } from '../../scripts/package/stage.ts';
import { zip } from '../../scripts/package/zip.ts';

/**
 * How long the packaged app takes from the start of its process until every function is registered, against an app that
 * has one HTTP function and nothing else. Both are started by turns, so that what else this machine does meets both.
 */
const ROOT = join(import.meta.dirname, '..', '..');
const ROUNDS = 15;
const MOST = 2.0;

const FLOOR = `import { app } from '@azure/functions';
app.http('hello', { methods: ['GET'], authLevel: 'anonymous', handler: () => ({ body: 'hello' }) });
`;

const floorApp = (folder: string, modules: string): void => {
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, 'package.json'),
    JSON.stringify({ name: 'floor', type: 'module', main: 'index.js' }),
  );
  writeFileSync(join(folder, 'index.js'), FLOOR);
  symlinkSync(modules, join(folder, 'node_modules'), 'junction');
};

const { json, role } = parseArgs({
  options: { json: { type: 'boolean', default: false }, role: { type: 'string', default: 'all' } },
}).values;
const folder = mkdtempSync(join(tmpdir(), 'expiry-monitor-cold-start-'));
try {
  const app = join(folder, 'app');
  const floor = join(folder, 'floor');
  await stage(ROOT, app);
  floorApp(floor, join(app, 'node_modules'));
  await zip(app, join(folder, 'app.zip'));
  const zipBytes = statSync(join(folder, 'app.zip')).size;

  // The first start of each fills the caches of the file system.
  for (const each of [app, floor]) startOnce(each, role);
  const apps: Start[] = [];
  const floors: Start[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    apps.push(startOnce(app, role));
    floors.push(startOnce(floor, role));
  }
  const [ours, least] = [fastest(apps), fastest(floors)];
  const ratio = Number((ours.ms / least.ms).toFixed(2));
  console.error(
    `${ours.functions.length} functions of role ${role}: ${ours.ms} ms and ${ours.rssMb} MB; floor ${least.ms} ms and ${least.rssMb} MB; ratio ${ratio}, at most ${MOST.toFixed(1)}.`,
  );
  const result = { bench: 'cold-start', ms: ours.ms, floorMs: least.ms, ratio, rssMb: ours.rssMb, zipBytes };
  if (json) process.stdout.write(`${JSON.stringify(result)}\n`);
  process.exitCode = ratio <= MOST ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
