import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Authority } from '../certificates/authority.ts';
import { serve } from '../stand-in/serve.ts';
import { type Azurite, startAzurite } from '../tables/azurite.ts';
import { guardedTables } from '../tables/guarded.ts';
import { tableAccess, type TableGrants } from '../tables/table-access.ts';
import { type Running, STOP_MS } from './child.ts';
import type { Crew } from './crew.ts';
import { noteProcess } from './predecessors.ts';
import { oneLine, Problem } from './problem.ts';
import type { StateFolder } from './state-folder.ts';

interface TablesOptions {
  readonly port: number;
  /** Where rights are taken away and faults set. */
  readonly controlPort: number;
  readonly folder: StateFolder;
  readonly tls: Awaited<ReturnType<Authority['issue']>>;
  readonly caPem: string;
  /** Known once Entra has said who is who. */
  readonly grants: Promise<TableGrants>;
}

interface Tables extends Running {
  readonly url: Promise<string>;
}

/** Starts the table service and gives its address. */
export const startTables = (crew: Crew, options: TablesOptions): Promise<string> =>
  crew.add('tables', () => start(options)).url;

const start = (options: TablesOptions): Tables => {
  const { folder, tls } = options;
  mkdirSync(folder.place('logs'), { recursive: true });
  const logFile = join(folder.place('logs'), 'tables.log');
  writeFileSync(logFile, '');
  const log = (line: string): void => {
    appendFileSync(logFile, `${line}\n`);
  };
  const azurite = startAzurite({ port: 0, dir: folder.place('tables'), tls, log }).then(
    (running) => {
      noteProcess(folder.dir, running.process.pid);
      return running;
    },
    (error: unknown) => {
      throw new Problem(`${oneLine(error)} See ${logFile}.`, { cause: error });
    },
  );
  const started: Promise<Azurite | undefined> = azurite.catch(() => undefined);
  const guard = Promise.all([azurite, options.grants]).then(([{ port }, grants]) =>
    guarded(options, port, grants),
  );
  guard.catch(() => undefined); // whoever waits for the address hears of it
  return {
    name: 'Tables',
    url: Promise.all([azurite, guard]).then(([{ url }, { port }]) => url.replace(/:\d+\//, `:${port}/`)),
    ended: ending(started).then(() => `Tables: Azurite ended unexpectedly. See ${logFile}.`),
    stop: async () => {
      const running = await started;
      await (await guard.catch(() => undefined))?.stop();
      const late = setTimeout(() => running?.process.kill('SIGKILL'), STOP_MS);
      await running?.stop();
      clearTimeout(late);
    },
    kill: () => void started.then((running) => running?.process.kill('SIGKILL')),
  };
};

const guarded = ({ port, controlPort, tls, caPem }: TablesOptions, behind: number, grants: TableGrants) => {
  const access = tableAccess(grants);
  const pem = { cert: readFileSync(tls.certFile, 'utf8'), key: readFileSync(tls.keyFile, 'utf8') };
  return serve(guardedTables({ port: behind, caPem, access }), {
    name: 'Tables',
    port,
    controlPort,
    tls: pem,
    revocations: access.revoked,
  });
};

/** Never, where it did not even start: that is told to whoever waits for its address. */
const ending = async (started: Promise<Azurite | undefined>): Promise<void> => {
  const running = await started;
  await (running === undefined ? new Promise<never>(() => undefined) : running.ended);
};
