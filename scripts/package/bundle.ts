import { readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { build, type Plugin } from 'esbuild';

/** What every start needs. All other packages stay outside as npm installed them, and are loaded when they are first used. */
const INSIDE = ['@azure/functions', 'yaml', 'zod'];
/** No package provides it: the worker answers for it. */
const WORKER = '@azure/functions-core';
/** The library of the programming model is CommonJS and asks the worker by `require`. */
const REQUIRE = `import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);`;

/** Bundles what `functions/index.ts` needs into `to`; what is imported when it is first used becomes a file of its own. */
export const bundle = async (root: string, to: string): Promise<void> => {
  await build({
    absWorkingDir: root,
    entryPoints: { 'functions/index': 'functions/index.ts' },
    outdir: to,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node22',
    external: outside(root),
    banner: { js: REQUIRE },
    minifyWhitespace: true,
    minifySyntax: true,
    // Hashes of content alone: the same sources make the same names.
    chunkNames: 'lib/[name]-[hash]',
    legalComments: 'inline',
    logLevel: 'warning',
    plugins: [filesBeside(root)],
  });
};

const outside = (root: string): string[] => {
  const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    readonly dependencies: Readonly<Record<string, string>>;
  };
  return [WORKER, ...Object.keys(dependencies).filter((name) => !INSIDE.includes(name))];
};

/** A module that reads a file beside itself finds it where the sources had it, wherever its code went. */
const filesBeside = (root: string): Plugin => ({
  name: 'files-beside',
  setup: (bundling) => {
    bundling.onLoad({ filter: /[/\\](lib|functions)[/\\].*\.ts$/ }, ({ path }) => {
      const code = readFileSync(path, 'utf8');
      if (!code.includes('import.meta.')) return undefined;
      const folder = relative(root, dirname(path)).replaceAll('\\', '/');
      // Every file of the bundle lies one folder deep.
      const beside = `new URL('../${folder}/', import.meta.url)`;
      const moved = code
        .replaceAll(
          /new URL\(([^()]+), import\.meta\.url\)/g,
          (_, file: string) => `new URL(${file}, ${beside})`,
        )
        .replaceAll('import.meta.dirname', `${beside}.pathname`);
      return { contents: moved, loader: 'ts', resolveDir: join(root, folder) };
    });
  },
});
