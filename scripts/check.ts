import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** Types, lint, format, the rules of the rooms, and what nobody uses. All are run, so that one fault does not hide another. */
const modules = join(import.meta.dirname, '..', 'node_modules');
const checks: readonly (readonly [string, ...string[]])[] = [
  ['typescript/bin/tsc', '--noEmit', '-p', '.'],
  ['eslint/bin/eslint.js', '.'],
  ['prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.'],
  [
    'dependency-cruiser/bin/dependency-cruiser.mjs',
    '--output-type',
    'err',
    'functions',
    'lib',
    'local',
    'tests',
    'scripts',
    'examples',
  ],
  ['knip/bin/knip.js', '--no-progress'],
];

const failed = checks.filter(([script, ...args]) => {
  console.error(`${script.split('/')[0] ?? script} …`);
  const { status } = spawnSync(process.execPath, [join(modules, script), ...args], { stdio: 'inherit' });
  return status !== 0;
});
if (failed.length > 0) {
  console.error(`Not in order: ${failed.map(([script]) => script.split('/')[0]).join(', ')}`);
  process.exit(1);
}
