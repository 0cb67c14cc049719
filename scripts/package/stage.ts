import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundle } from './bundle.ts';

/** What npm writes or ships that nothing loads; some of it differs from one machine to the next. */
const NOT_SHIPPED = /(^|\/)(\.package-lock\.json|\.bin)$|\.(map|[cm]?ts|tsbuildinfo|md|markdown)$/i;
/** A notice is a duty, whatever its ending. */
const KEPT = /^(licen[cs]e|copying|notice)/i;

/** Lays out the app as it is deployed: the bundle, the host's settings and production packages only. */
export const stage = async (root: string, folder: string): Promise<void> => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  installProduction(root, folder);
  await bundle(root, join(folder, 'dist'));
  for (const file of assets(join(root, 'lib')))
    cpSync(join(root, 'lib', file), join(folder, 'dist', 'lib', file));
  cpSync(join(root, 'host.json'), join(folder, 'host.json'));
  cpSync(join(root, 'LICENSE'), join(folder, 'LICENSE'));
};

/** Files that modules read: all below lib/ that is no code of ours. */
const assets = (lib: string): readonly string[] =>
  readdirSync(lib, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.ts'))
    .map((entry) => join(entry.parentPath, entry.name).slice(lib.length + 1));

/** By the lock alone and in a clean folder, so that nothing of this checkout's node_modules finds its way in. */
const installProduction = (root: string, folder: string): void => {
  for (const file of ['package.json', 'package-lock.json']) cpSync(join(root, file), join(folder, file));
  const npm = [
    'ci',
    '--omit=dev',
    '--omit=optional',
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    '--prefer-offline',
  ];
  const { status, stderr } = spawnSync('npm', npm, {
    cwd: folder,
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  if (status !== 0) throw new Error(`npm ci failed in ${folder}:\n${stderr}`);
  prune(join(folder, 'node_modules'));
  rmSync(join(folder, 'package-lock.json'));
  const { name, version, license, type, main, engines, dependencies } = JSON.parse(
    readFileSync(join(root, 'package.json'), 'utf8'),
  ) as Readonly<Record<string, unknown>>;
  const shipped = { name, version, license, private: true, type, main, engines, dependencies };
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(shipped, undefined, 2)}\n`);
};

const prune = (folder: string): void => {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (NOT_SHIPPED.test(entry.name) && !KEPT.test(entry.name))
      rmSync(path, { recursive: true, force: true });
    else if (entry.isDirectory()) prune(path);
  }
};
