import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Azurite, startAzurite } from '../tables/azurite.ts';
import type { Crew } from './crew.ts';

interface TablesOptions {
  readonly port: number;
  readonly dir: string;
  readonly tls: { readonly certFile: string; readonly keyFile: string };
  readonly logs: string;
}

/** Starts the table service and gives its address. */
export const startTables = async (crew: Crew, { port, dir, tls, logs }: TablesOptions): Promise<string> => {
  mkdirSync(logs, { recursive: true });
  const logFile = join(logs, 'tables.log');
  writeFileSync(logFile, '');
  const starting = startAzurite({
    port,
    dir,
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
  return (await starting).url;
};

/** Never, where it did not even start: that is told by whoever waited for it. */
const ending = async (started: Promise<Azurite | undefined>): Promise<void> => {
  const azurite = await started;
  await (azurite === undefined ? new Promise<never>(() => undefined) : azurite.ended);
};
