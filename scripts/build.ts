import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Compiles functions/ and lib/ into dist/ and puts the page's own files beside their module. Quick when nothing changed. */
const root = join(import.meta.dirname, '..');
const PAGE = join('lib', 'pages', 'link-page');

const newest = (path: string): number => {
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(stat.mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))));
};

const inputs = [
  'functions',
  'lib',
  'infra/topology.json',
  'tsconfig.json',
  'tsconfig.build.json',
  'package.json',
];
const stamp = join(root, 'dist', '.tsbuildinfo');
const isFresh =
  existsSync(stamp) && statSync(stamp).mtimeMs > Math.max(...inputs.map((path) => newest(join(root, path))));

if (!isFresh) {
  // Whole, since a module that was deleted must not live on in dist/.
  rmSync(join(root, 'dist'), { recursive: true, force: true });
  const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const { status } = spawnSync(process.execPath, [tsc, '-p', 'tsconfig.build.json'], {
    cwd: root,
    // What the compiler says is for people; stdout belongs to machines.
    stdio: ['ignore', 2, 2],
  });
  if (status !== 0) {
    rmSync(join(root, 'dist'), { recursive: true, force: true });
    console.error('The build failed; the faults are above.');
    process.exit(1);
  }
  cpSync(join(root, PAGE), join(root, 'dist', PAGE), { recursive: true });
}
