import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import type { AddressInfo, Socket } from 'node:net';
import { join } from 'node:path';
import {
  createSecureContext,
  createServer,
  type SecureContext,
  type SecureContextOptions,
  type Server,
} from 'node:tls';
import {
  generateAuthority,
  generateIntermediate,
  generateSelfSigned,
  generateServer,
  type Validity,
} from '../certificates/generate.ts';
import { type PemPair, readPair, writePair } from '../certificates/pem-pair.ts';
import { DEFAULT_ENDPOINTS, type EndpointTemplate, INTERMEDIATE_ENDS_IN } from './endpoints.ts';

/** How to start the endpoints. */
export interface TlsEndpointOptions {
  readonly port?: number;
  /** The day zero that all ends are counted from. */
  readonly epoch: Date;
  readonly endpoints?: readonly EndpointTemplate[];
  /** Keeps the certificates over a restart; without it they are new each time. */
  readonly stateDir?: string | undefined;
  /** Asks for a certificate of the caller's, and lets nobody in without. */
  readonly wantsClientCertificate?: boolean;
  readonly maxVersion?: 'TLSv1.2' | 'TLSv1.3';
}

/** Endpoints behind one port, told apart by the name that is asked for. */
export interface RunningTlsEndpoints {
  readonly port: number;
  /** From now on whoever knocks is let in and told nothing; and again as before. */
  readonly fallSilent: () => void;
  readonly speakAgain: () => void;
  readonly stop: () => Promise<void>;
}

const DAY = 86_400_000;
const YEAR_DAYS = 365;

export const startTlsEndpoints = async (options: TlsEndpointOptions): Promise<RunningTlsEndpoints> => {
  const { epoch, endpoints = DEFAULT_ENDPOINTS } = options;
  const validity = (endsIn: number, lifetimeDays = YEAR_DAYS): Validity => {
    const notAfter = new Date(epoch.getTime() + endsIn * DAY);
    return { notBefore: new Date(notAfter.getTime() - lifetimeDays * DAY), notAfter };
  };
  const kept = keeper(options.stateDir);
  const root = await kept('root', () => generateAuthority('Northwind root', validity(3650, 4000)));
  const intermediate = await kept('intermediate', () =>
    generateIntermediate(root, 'Northwind servers', validity(INTERMEDIATE_ENDS_IN, 900)),
  );
  const contexts = new Map<string, SecureContext>();
  const shown = async (template: EndpointTemplate): Promise<SecureContextOptions> => {
    const { name, endsIn, lifetimeDays, shows } = template;
    const span = validity(endsIn, lifetimeDays);
    const pair = await kept(name, () =>
      shows === 'self-signed'
        ? generateSelfSigned(name, span)
        : generateServer(intermediate, { dns: [name], ip: [] }, span, name),
    );
    if (shows === 'self-signed') return pair;
    return shows === 'leaf-only' ? pair : { key: pair.key, cert: `${pair.cert}${intermediate.cert}` };
  };
  for (const template of endpoints)
    contexts.set(template.name, createSecureContext({ ...(await shown(template)), ...versionOf(options) }));

  const sockets = new Set<Socket>();
  let silent = false;
  const server = createServer({
    ...versionOf(options),
    requestCert: options.wantsClientCertificate === true,
    rejectUnauthorized: options.wantsClientCertificate === true,
    // Whoever asks for no name, or for one that nobody has, is told so.
    SNICallback: (name, done) => {
      if (!silent) done(null, contexts.get(name));
    },
  });
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  server.on('tlsClientError', () => undefined);
  const port = await listen(server, options);
  return {
    port,
    fallSilent: () => {
      silent = true;
    },
    speakAgain: () => {
      silent = false;
    },
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
};

/** The port is a part of what the endpoints are called, so one that the system chose is kept as well, while it is free. */
const listen = async (server: Server, { port = 0, stateDir }: TlsEndpointOptions): Promise<number> => {
  const file = stateDir === undefined ? undefined : join(stateDir, 'port');
  const before = file !== undefined && existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0;
  const wanted = port === 0 ? [before, 0] : [port];
  for (const [nth, each] of wanted.entries()) {
    server.listen(each, '127.0.0.1');
    try {
      await once(server, 'listening');
      break;
    } catch (error) {
      if (nth === wanted.length - 1) throw error;
    }
  }
  const chosen = (server.address() as AddressInfo).port;
  if (file !== undefined) writeFileSync(file, String(chosen));
  return chosen;
};

/** The pair that an earlier run made, or a new one. */
const keeper =
  (stateDir: string | undefined) =>
  async (name: string, make: () => Promise<PemPair>): Promise<PemPair> => {
    if (stateDir === undefined) return make();
    await mkdir(stateDir, { recursive: true });
    const files = { certFile: join(stateDir, `${name}.pem`), keyFile: join(stateDir, `${name}-key.pem`) };
    const old = await readPair(files);
    if (old !== undefined) return old;
    const made = await make();
    await writePair(files, made);
    return made;
  };

const versionOf = ({ maxVersion }: TlsEndpointOptions): SecureContextOptions =>
  maxVersion === undefined ? {} : { maxVersion };
