import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Server as NetServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { getRequestListener } from '@hono/node-server';
import { type Fault, type Faults, faults } from './faults.ts';
import { mayBeDisturbed, NOT_HERE } from './process.ts';
import { readRevocation, type Revocations } from './revocations.ts';

/** Anything that answers web-standard requests: a Hono app is one. */
export interface Handler {
  fetch(request: Request): Response | Promise<Response>;
}

export interface ServeOptions {
  /** What is said when something goes wrong: "Entra", "Service desk". */
  readonly name: string;
  /** 0 lets the system choose. */
  readonly port?: number;
  /** PEM. With it the main port speaks https. */
  readonly tls?: { readonly cert: string; readonly key: string };
  /** A second, plain-http port with the same app, for pages that a person opens in a browser. */
  readonly pagePort?: number;
  /** The port on which faults are set; 0 lets the system choose. */
  readonly controlPort?: number;
  /** What else is asked on that port, beside the faults. */
  readonly control?: Handler;
  /** Rights that may be taken away over the control port; the handler asks them. */
  readonly revocations?: Revocations;
}

export interface Served {
  readonly port: number;
  readonly pagePort: number | undefined;
  readonly controlPort: number;
  readonly faults: Faults;
  stop(): Promise<void>;
}

/**
 * Serves `handler` on loopback, with a control port beside it:
 * `POST /faults` (a Fault as JSON), `GET /faults`, `DELETE /faults`. Faults apply to the main port only, so that a
 * person's pages stay up while an API is down. With revocations, `/revocations` takes the same three verbs.
 */
export const serve = async (handler: Handler, options: ServeOptions): Promise<Served> => {
  const active = faults();
  const answer = getRequestListener((request) => handler.fetch(request));
  const main = (request: IncomingMessage, response: ServerResponse) =>
    void withFault(active.take(request.method ?? 'GET', request.url ?? '/'), request, response, answer);

  const servers: Server[] = [];
  const listen = async (server: Server, port: number): Promise<number> => {
    servers.push(server);
    return listenOn(server, port, options.name);
  };
  try {
    const port = await listen(
      options.tls ? createTlsServer(options.tls, main) : createServer(main),
      options.port ?? 0,
    );
    const pagePort =
      options.pagePort === undefined
        ? undefined
        : await listen(
            createServer((req, res) => void answer(req, res)),
            options.pagePort,
          );
    const controlPort = await listen(
      createServer(control(active, options.control, options.revocations)),
      options.controlPort ?? 0,
    );
    return { port, pagePort, controlPort, faults: active, stop: () => stopAll(servers) };
  } catch (error) {
    await stopAll(servers);
    throw error;
  }
};

type Listener = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

const withFault = async (
  fault: Fault | undefined,
  request: IncomingMessage,
  response: ServerResponse,
  answer: Listener,
): Promise<void> => {
  if (fault?.delayMs !== undefined) await delay(fault.delayMs);
  if (fault?.drop === 'before') {
    request.socket.destroy();
    return;
  }
  if (fault?.drop === 'after') {
    // The answer goes nowhere: the effect has happened, the caller never learns of it.
    response.end = () => {
      request.socket.destroy();
      return response;
    };
    await answer(request, response);
    return;
  }
  if (fault?.status !== undefined) {
    request.resume();
    response.writeHead(fault.status, { 'content-type': 'application/json', ...fault.headers });
    response.end(fault.body === undefined ? '' : JSON.stringify(fault.body));
    return;
  }
  await answer(request, response);
};

/** Faults, rights that are taken away, and whatever else a stand-in is asked beside its own API. */
const control = (active: Faults, others: Handler | undefined, revoked: Revocations | undefined) => {
  const answer = others && getRequestListener((request) => others.fetch(request));
  return (request: IncomingMessage, response: ServerResponse): void => {
    if (request.url !== '/faults' && request.url !== '/revocations' && answer !== undefined) {
      void answer(request, response);
      return;
    }
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const send = (status: number, body: unknown) => {
        response.writeHead(status, { 'content-type': 'application/json' });
        response.end(JSON.stringify(body));
      };
      if (request.method === 'POST' && !mayBeDisturbed()) return send(403, { error: NOT_HERE });
      if (revoked !== undefined && request.url === '/revocations') {
        const answer = changedRevocations(
          revoked,
          request.method ?? 'GET',
          Buffer.concat(chunks).toString('utf8'),
        );
        return send(answer.status, answer.body);
      }
      if (request.url !== '/faults') return send(404, { error: 'This port knows only /faults.' });
      if (request.method === 'DELETE') active.clear();
      if (request.method === 'POST') {
        try {
          active.add(JSON.parse(Buffer.concat(chunks).toString('utf8')) as Fault);
        } catch {
          return send(400, { error: 'A fault is a JSON object; see local/stand-in/faults.ts.' });
        }
      }
      return send(200, { faults: active.list() });
    });
  };
};

const changedRevocations = (revoked: Revocations, method: string, body: string) => {
  if (method === 'DELETE') revoked.clear();
  if (method === 'POST') {
    const revocation = readRevocation(parsedJson(body));
    if (revocation === undefined)
      return { status: 400, body: { error: 'A revocation is a JSON object with identity and right.' } };
    revoked.add(revocation);
  }
  return { status: 200, body: { revocations: revoked.list() } };
};

const parsedJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** Starts to listen on loopback; a taken port is said in one line, with what to do. */
export const listenOn = (server: NetServer, port: number, name: string): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const taken = error.code === 'EADDRINUSE';
      reject(
        taken
          ? new Error(`${name}: port ${String(port)} is taken. Stop what uses it, or choose another.`)
          : error,
      );
    });
    server.listen(port, '127.0.0.1', () => {
      resolve((server.address() as AddressInfo).port);
    });
  });

const stopAll = async (servers: readonly Server[]): Promise<void> => {
  await Promise.all(
    servers.map(
      (server) =>
        new Promise<void>((resolve) => {
          server.close(() => {
            resolve();
          });
          server.closeAllConnections();
        }),
    ),
  );
};
