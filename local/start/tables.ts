import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Azurite, startAzurite } from '../tables/azurite.ts';
import type { Crew } from './crew.ts';
import { noteProcess } from './predecessors.ts';
import type { StateFolder } from './state-folder.ts';

interface TablesOptions {
  readonly port: number;
  readonly folder: StateFolder;
  readonly tls: { readonly certFile: string; readonly keyFile: string };
}

/** Starts the table service and gives its address. */
export const startTables = async (crew: Crew, { port, folder, tls }: TablesOptions): Promise<string> => {
  mkdirSync(folder.place('logs'), { recursive: true });
  const logFile = join(folder.place('logs'), 'tables.log');
  writeFileSync(logFile, '');
  const starting = startAzurite({
    port,
    dir: folder.place('tables'),
    tls,
    log: (line) => {
      appendFileSync(logFile, `${line}\n`);
    },
  });
  const started: Promise<Azurite | undefined> = starting.catch(() => undefined);
  crew.add('tables', {
    name: 'Tables',
    ended: ending(started).then(() => `Tables: Azurite ended unexpectedly. See ${logFile}.`),
    stop: async () => (await started)?.stop(),
    kill: () => void started.then((azurite) => azurite?.process.kill('SIGKILL')),
  });
  const azurite = await starting;
  noteProcess(folder.dir, azurite.process.pid);
  return azurite.url;
};

/** Never, where it did not even start: that is told by whoever waited for it. */
const ending = async (started: Promise<Azurite | undefined>): Promise<void> => {
  const azurite = await started;
  await (azurite === undefined ? new Promise<never>(() => undefined) : azurite.ended);
};
