import { execFile } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { appSettings } from '../../../local/start/app-settings.ts';
import { ROOT } from '../../../local/start/children.ts';
import type { Whole } from './whole.ts';

/** How a program ended, and what it said. */
export interface Ended {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The settings of a whole's app, as a host of it has them. */
export const settingsOf = ({ surroundings, folder, ports }: Whole): Record<string, string> =>
  appSettings({
    ...{ surroundings, folder, functionsUrl: `http://localhost:${ports.functions}` },
    ...{ environment: 'DEVL', automatedTesting: true },
  });

/** Runs one of our programs as an operator would who stands where the app stands, with these settings in a file. */
export const runCommand = (
  whole: Whole,
  script: string,
  args: readonly string[],
  settings: Readonly<Record<string, string>>,
): Promise<Ended> => {
  const file = join(mkdtempSync(join(whole.folder.dir, 'settings-')), 'settings.json');
  writeFileSync(file, JSON.stringify(settings));
  const { IDENTITY_ENDPOINT = '', IDENTITY_HEADER = '' } = settings;
  return runProgram(whole, script, [...args, '--settings', file], { IDENTITY_ENDPOINT, IDENTITY_HEADER });
};

/** Runs one of our programs on this machine with nothing in its environment but what is said. */
export const runProgram = (
  whole: Whole,
  script: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<Ended> =>
  new Promise((resolve) => {
    const lookup = ['--import', join(ROOT, 'local', 'function-host', 'localhost-lookup.ts')];
    const env = {
      PATH: process.env['PATH'],
      NODE_EXTRA_CA_CERTS: join(whole.folder.place('certificates'), 'ca.pem'),
      ...environment,
    };
    const child = execFile(
      process.execPath,
      [...lookup, join(ROOT, 'scripts', script), ...args],
      { env },
      (_error, stdout, stderr) => {
        resolve({ status: child.exitCode ?? -1, stdout, stderr });
      },
    );
  });
