import { join } from 'node:path';
import { type Child, type ChildOptions, startChild } from './child.ts';
import type { Crew } from './crew.ts';
import { TESTING } from '../stand-in/process.ts';
import { noteProcess } from './predecessors.ts';
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

export const childrenOf = (
  crew: Crew,
  folder: StateFolder,
  caFile: string,
  automatedTesting = true,
): Children => {
  const inherited = INHERITED.flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  const env: Record<string, string> = {
    ...Object.fromEntries(inherited),
    NODE_EXTRA_CA_CERTS: caFile,
    ...(automatedTesting ? {} : { [TESTING]: 'refused' }),
    NODE_COMPILE_CACHE: folder.place('compile-cache'),
  };
  const logFile = (name: string) =>
    join(folder.place('logs'), `${name.toLowerCase().replaceAll(' ', '-')}.log`);
  const script = (path: string) => join(ROOT, 'local', path);
  const start = <Ready>(what: Pick<ChildOptions, 'name' | 'args'>, settings = {}): Child<Ready> => {
    const child = startChild<Ready>({
      ...what,
      env: { ...env, ...settings },
      cwd: ROOT,
      logFile: logFile(what.name),
    });
    noteProcess(folder.dir, child.pid);
    return child;
  };
  return {
    service: <Ready>(name: string, path: string, flags: readonly string[]) =>
      crew.add('services', () => start<Ready>({ name, args: [script(path), ...flags, '--with-parent'] })),
    build: () =>
      crew.add('build', () => start({ name: 'Build', args: [join(ROOT, 'scripts', 'build.ts')] })).done,
    app: <Ready>(flags: readonly string[], settings: Readonly<Record<string, string>>) => {
      const host = [script('function-host/main.ts'), ...flags, '--with-parent'];
      const args = ['--import', script('function-host/localhost-lookup.ts'), ...host];
      return crew.add('app', () => start<Ready>({ name: 'Function host', args }, settings));
    },
  };
};
