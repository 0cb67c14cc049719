import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { listenOn } from '../stand-in/serve.ts';
import { adminApi } from './admin.ts';
import type { AppSettings } from './app-settings.ts';
import { type Bound, bindFunction } from './function-binding.ts';
import { readHostSettings } from './host-settings.ts';
import { httpFunctions, pathOf } from './http-functions.ts';
import { invoker } from './invocation.ts';
import { loadApp } from './load-app.ts';
import { jsonLog, type Log } from './log.ts';
import { serviceBusClients } from './service-bus-clients.ts';
import { serviceBusHealth } from './service-bus-health.ts';
import { messageOf } from './start-error.ts';
import { work as workInProgress } from './work.ts';

export interface FunctionHostOptions {
  /** The built app: the folder with its package.json and host.json. */
  readonly appDir: string;
  /** 0 lets the system choose. */
  readonly port: number;
  /** Where timers remember their last run; without it they begin anew at each start. */
  readonly stateDir?: string;
  /** Off: timers run only when the admin API is asked to. */
  readonly timers: boolean;
  readonly masterKey?: string;
  /** The app settings, the environment when absent. The app itself always sees the environment. */
  readonly settings?: AppSettings;
  /** Called with the host's log before the app is loaded. */
  readonly onLog?: (log: Log) => void;
}

export interface FunctionHost {
  readonly port: number;
  readonly url: string;
  readonly masterKey: string;
  readonly functions: readonly string[];
  /** Takes nothing new, lets what runs end (for 10 s at most), settles, closes. */
  stop(): Promise<void>;
}

/** How long a stop waits: for what runs, for answers on their way out, for a broker that may not answer any more. */
const PATIENCE = { work: 10_000, answers: 1_000, clients: 2_000 };

/**
 * Loads a built Functions app and runs its timer, HTTP and Service Bus triggers. Once per process: the library that
 * the app registers with keeps its state in its module.
 */
export const startFunctionHost = async (options: FunctionHostOptions): Promise<FunctionHost> => {
  const settings = options.settings ?? process.env;
  const appDir = resolve(options.appDir);
  const host = readHostSettings(appDir, settings);
  const log = jsonLog(host.logLevels);
  options.onLog?.(log);
  const masterKey = options.masterKey ?? randomBytes(24).toString('base64url');

  const app = await loadApp(appDir, log);
  const work = workInProgress(app.functions.map(({ name }) => name));
  const clients = serviceBusClients(host.serviceBus);
  const health = serviceBusHealth(log);
  const invoke = invoker(app, log, work);
  const context = { settings, host, stateDir: options.stateDir, invoke, work, log, clients, health };
  const bound = app.functions.map((fn) => bindFunction(fn, context));
  const active = bound.filter(({ disabled }) => !disabled);

  const admin = adminApi({
    functions: bound,
    masterKey,
    work,
    receivers: () => health.receiving(),
    timers: options.timers,
  });
  const functions = httpFunctions(
    active.filter(({ http }) => http).map(({ fn }) => fn),
    { routePrefix: host.routePrefix, masterKey, invoke, work },
  );
  const answering = new Set<ServerResponse>();
  let stopping = false;
  const server = createServer((request, response) => {
    if (stopping) {
      response.writeHead(503, { connection: 'close' }).end();
      return;
    }
    answering.add(response);
    response.once('close', () => answering.delete(response));
    const serve = /^\/admin(\/|$)/i.test(pathOf(request)) ? admin : functions;
    serve(request, response).catch((error: unknown) => {
      log({ level: 'error', category: 'Host.Http', message: messageOf(error) });
      response.destroy();
    });
  });
  const port = await listenOn(server, options.port, 'Function host');
  startTriggers(active, options.timers);

  const listeners = active.flatMap(({ listener }) => listener ?? []);
  const stop = async (): Promise<void> => {
    stopping = true;
    for (const { timer } of active) timer?.stop();
    server.close();
    await atMost(PATIENCE.clients, Promise.allSettled(listeners.map((listener) => listener.stop())));
    if (!(await work.idle(PATIENCE.work))) {
      const message = `${String(work.inFlight())} invocations did not end in time and are left.`;
      log({ level: 'warning', category: 'Host', message });
    }
    // What ran has ended; its answers may still be on their way out.
    await atMost(PATIENCE.answers, Promise.all([...answering].map((response) => once(response, 'close'))));
    await atMost(PATIENCE.clients, Promise.allSettled(listeners.map((listener) => listener.close())));
    await atMost(PATIENCE.clients, clients.close());
    await app.hooks.run('appTerminate', { hookData: {}, appHookData: app.appHookData });
    server.closeAllConnections();
  };
  const names = bound.map(({ fn }) => fn.name);
  return { port, url: `http://127.0.0.1:${String(port)}`, masterKey, functions: names, stop };
};

const atMost = (ms: number, done: Promise<unknown>): Promise<unknown> =>
  Promise.race([done, delay(ms, undefined, { ref: false })]);

const startTriggers = (active: readonly Bound[], timers: boolean): void => {
  for (const { timer, listener } of active) {
    if (timers) timer?.start();
    listener?.start();
  }
};
