import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';

/** `npm run bench -- NAME [OPTIONS]`: runs the benchmark of that name, a program of its own in this folder. */
const [name = '', ...options] = process.argv.slice(2);
const file = join(import.meta.dirname, `${name}.ts`);
if (!/^[a-z-]+$/.test(name) || name === 'run' || !existsSync(file)) {
  const known = readdirSync(import.meta.dirname)
    .filter((each) => each.endsWith('.ts') && each !== 'run.ts')
    .map((each) => each.replace(/\.ts$/, ''));
  console.error(`Usage: npm run bench -- NAME [--json]; NAME is one of ${known.join(', ')}.`);
  process.exit(2);
}
const { status } = spawnSync(process.execPath, [file, ...options], { stdio: 'inherit' });
process.exit(status ?? 1);
