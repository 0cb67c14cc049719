import { join } from 'node:path';
import { type Child, startChild } from './child.ts';
import type { Crew } from './crew.ts';
import type { StateFolder } from './state-folder.ts';

/** The repository: what relative paths of children mean. */
export const ROOT = join(import.meta.dirname, '..', '..');

/** Starts the parts of this machine, each as a process of its own. */
export interface Children {
  /** `script` is below local/. */
  service<Ready>(name: string, script: string, flags: readonly string[]): Child<Ready>;
  /** Resolves when dist/ is as the sources are. */
  build(): Promise<void>;
  app<Ready>(flags: readonly string[], settings: Readonly<Record<string, string>>): Child<Ready>;
}

/**
 * What children inherit. Not more: an app setting, a proxy or a cloud key that the person at this machine has set for
 * something else must not find its way in.
 */
const INHERITED = ['PATH', 'HOME', 'TMPDIR', 'TEMP', 'TMP', 'TZ', 'LANG', 'LC_ALL', 'SYSTEMROOT'];

export const childrenOf = (crew: Crew, folder: StateFolder, caFile: string): Children => {
  const inherited = INHERITED.flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  const env: Record<string, string> = {
    ...Object.fromEntries(inherited),
    NODE_EXTRA_CA_CERTS: caFile,
    NODE_COMPILE_CACHE: folder.place('compile-cache'),
  };
  const logFile = (name: string) => join(folder.place('logs'), `${name}.log`);
  const script = (path: string) => join(ROOT, 'local', path);
  return {
    service: (name, path, flags) =>
      crew.add(
        'services',
        startChild({
          name,
          args: [script(path), ...flags, '--with-parent'],
          env,
          cwd: ROOT,
          logFile: logFile(name.toLowerCase().replaceAll(' ', '-')),
        }),
      ),
    build: () =>
      crew.add(
        'build',
        startChild({
          name: 'Build',
          args: [join(ROOT, 'scripts', 'build.ts')],
          env,
          cwd: ROOT,
          logFile: logFile('build'),
        }),
      ).done,
    app: (flags, settings) =>
      crew.add(
        'app',
        startChild({
          name: 'Function host',
          args: [
            '--import',
            script('function-host/localhost-lookup.ts'),
            script('function-host/main.ts'),
            ...flags,
            '--with-parent',
          ],
          env: { ...env, ...settings },
          cwd: ROOT,
          logFile: logFile('function-host'),
        }),
      ),
  };
};
