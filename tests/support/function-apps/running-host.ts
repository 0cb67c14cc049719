import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

const MAIN = new URL('../../../local/function-host/main.ts', import.meta.url).pathname;
const APPS = new URL('.', import.meta.url).pathname;

/** One line of the host's stderr; `raw` when it isn't a record. */
export interface LogLine {
  readonly category?: string;
  readonly level?: string;
  readonly message: string;
}

export interface RunningHost {
  readonly url: string;
  readonly functions: readonly string[];
  readonly child: ChildProcess;
  readonly log: readonly LogLine[];
  /** The first line, past or to come, that fits. */
  logged(fits: (line: LogLine) => boolean): Promise<LogLine>;
  admin(method: string, path: string, body?: unknown): Promise<{ status: number; body: unknown }>;
  /** Ends it and gives the exit code. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

export interface HostOptions {
  readonly app: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly flags?: readonly string[];
}

export const MASTER_KEY = 'a-key-for-tests';

const launch = ({ app, env = {}, flags = [] }: HostOptions) => {
  const args = [MAIN, '--app', `${APPS}${app}`, '--master-key', MASTER_KEY, '--with-parent', ...flags];
  return spawn(process.execPath, args, { env: { ...process.env, ...env }, stdio: ['pipe', 'pipe', 'pipe'] });
};

/** Starts the host in a process of its own; rejects with what it says when it can't start. */
export const runHost = async (options: HostOptions): Promise<RunningHost> => {
  const child = launch(options);
  const log: LogLine[] = [];
  const waiting = new Set<(line: LogLine) => void>();
  createInterface(child.stderr).on('line', (text) => {
    const line = parse(text);
    log.push(line);
    for (const look of waiting) look(line);
  });
  const exited = once(child, 'exit');
  const ready = once(createInterface(child.stdout), 'line').then(
    ([line]) => JSON.parse(line as string) as unknown,
  );
  const answer = await Promise.race([ready, exited.then(() => undefined)]);
  if (answer === undefined) throw new Error(log.map(({ message }) => message).join('\n'));
  const { url, functions } = answer as { url: string; functions: string[] };

  return {
    url,
    functions,
    child,
    log,
    logged: (fits) => {
      const past = log.find(fits);
      if (past !== undefined) return Promise.resolve(past);
      return new Promise((resolve) => {
        const look = (line: LogLine) => {
          if (!fits(line)) return;
          waiting.delete(look);
          resolve(line);
        };
        waiting.add(look);
      });
    },
    admin: async (method, path, body) => {
      const response = await fetch(`${url}/admin/${path}`, {
        method,
        headers: { 'x-functions-key': MASTER_KEY },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
    },
    stop: async (signal = 'SIGTERM') => {
      if (child.exitCode === null && child.signalCode === null) child.kill(signal);
      const [code] = (await exited) as [number | null];
      return code;
    },
  };
};

/** Runs the host until it ends by itself. */
export const runToEnd = async (options: HostOptions): Promise<{ code: number | null; stderr: string }> => {
  const child = launch(options);
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString('utf8')));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, stderr };
};

const parse = (text: string): LogLine => {
  try {
    return JSON.parse(text) as LogLine;
  } catch {
    return { message: text };
  }
};
