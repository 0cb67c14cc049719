import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import { listenOn } from '../stand-in/serve.ts';

/** How to start a service of a storage account. */
export interface AzuriteOptions {
  /** Default: its tables. */
  readonly service?: 'table' | 'blob';
  /** 0 takes one that is free now. */
  readonly port: number;
  /** Where the tables are kept; undefined: in memory, and gone when it ends. */
  readonly dir: string | undefined;
  /** With it Azurite speaks https and takes tokens; without it, http and shared keys. */
  readonly tls?: { readonly certFile: string; readonly keyFile: string } | undefined;
  readonly log: (line: string) => void;
}

/** Running tables. */
export interface Azurite {
  /** What TableClient takes: `https://127.0.0.1:PORT/devstoreaccount1`. */
  readonly url: string;
  readonly port: number;
  readonly process: ChildProcess;
  /** Resolves when the process has ended, whoever ended it. */
  readonly ended: Promise<void>;
  /** Resolves when everything written is on disk and the process has ended. */
  stop(): Promise<void>;
}

/** The account that Azurite always has. */
const ACCOUNT = 'devstoreaccount1';

/** Starts a service of Azurite as a child that also closes in order when this process dies. */
export const startAzurite = async ({
  service = 'table',
  port,
  dir,
  tls,
  log,
}: AzuriteOptions): Promise<Azurite> => {
  if (dir !== undefined) await mkdir(dir, { recursive: true });
  const chosen = await freePort(port);
  const child = spawn(process.execPath, argumentsFor(service, chosen, dir, tls), {
    stdio: ['pipe', 'pipe', 'pipe'],
    // Out of the terminal's reach: at Ctrl-C those who write stop first, and then `stop` closes the tables.
    detached: true,
  });
  const ended = once(child, 'close').then(() => undefined);
  const said: string[] = [];
  const started = new Promise<boolean>((resolve) => {
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on('line', (line) => {
        said.push(line);
        log(line);
        if (/successfully (started|listens)/.test(line)) resolve(true);
      });
    }
    void ended.then(() => {
      resolve(false);
    });
  });
  if (!(await started)) throw new Error(`Tables: Azurite did not start: ${said.at(-1) ?? 'it said nothing'}`);

  return {
    url: `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${chosen}/${ACCOUNT}`,
    port: chosen,
    process: child,
    ended,
    stop: () => {
      child.kill('SIGTERM');
      return ended;
    },
  };
};

const argumentsFor = (
  service: string,
  port: number,
  dir: string | undefined,
  tls: AzuriteOptions['tls'],
): string[] => [
  '--import',
  new URL('close-with-parent.ts', import.meta.url).href,
  createRequire(import.meta.url).resolve(`azurite/dist/src/${service}/main.js`),
  `--${service}Host`,
  '127.0.0.1',
  `--${service}Port`,
  String(port),
  ...(dir === undefined ? ['--inMemoryPersistence'] : ['--location', dir]),
  '--silent',
  '--disableTelemetry',
  '--skipApiVersionCheck',
  ...(tls === undefined ? [] : ['--cert', tls.certFile, '--key', tls.keyFile, '--oauth', 'basic']),
];

/** Azurite does not tell which port it was given for 0, and its own word for a taken one is a stack of errors. */
const freePort = async (port: number): Promise<number> => {
  const probe = createServer();
  const chosen = await listenOn(probe, port, 'Tables');
  probe.close();
  await once(probe, 'close');
  return chosen;
};
