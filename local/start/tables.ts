import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Azurite, startAzurite } from '../tables/azurite.ts';
import { type Running, STOP_MS } from './child.ts';
import type { Crew } from './crew.ts';
import { noteProcess } from './predecessors.ts';
import { oneLine, Problem } from './problem.ts';
import type { StateFolder } from './state-folder.ts';

interface TablesOptions {
  readonly port: number;
  readonly folder: StateFolder;
  readonly tls: { readonly certFile: string; readonly keyFile: string };
}

interface Tables extends Running {
  readonly url: Promise<string>;
}

/** Starts the table service and gives its address. */
export const startTables = (crew: Crew, options: TablesOptions): Promise<string> =>
  crew.add('tables', () => start(options)).url;

const start = ({ port, folder, tls }: TablesOptions): Tables => {
  mkdirSync(folder.place('logs'), { recursive: true });
  const logFile = join(folder.place('logs'), 'tables.log');
  writeFileSync(logFile, '');
  const log = (line: string): void => {
    appendFileSync(logFile, `${line}\n`);
  };
  const azurite = startAzurite({ port, dir: folder.place('tables'), tls, log }).then(
    (running) => {
      noteProcess(folder.dir, running.process.pid);
      return running;
    },
    (error: unknown) => {
      throw new Problem(`${oneLine(error)} See ${logFile}.`, { cause: error });
    },
  );
  const started: Promise<Azurite | undefined> = azurite.catch(() => undefined);
  return {
    name: 'Tables',
    url: azurite.then(({ url }) => url),
    ended: ending(started).then(() => `Tables: Azurite ended unexpectedly. See ${logFile}.`),
    stop: async () => {
      const running = await started;
      const late = setTimeout(() => running?.process.kill('SIGKILL'), STOP_MS);
      await running?.stop();
      clearTimeout(late);
    },
    kill: () => void started.then((running) => running?.process.kill('SIGKILL')),
  };
};

/** Never, where it did not even start: that is told to whoever waits for its address. */
const ending = async (started: Promise<Azurite | undefined>): Promise<void> => {
  const running = await started;
  await (running === undefined ? new Promise<never>(() => undefined) : running.ended);
};
