import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { type AmqpListener, createAmqpListener } from './amqp/listener.ts';
import { type BusGrants, busAccess } from './access.ts';
import { type Broker, createBroker } from './broker/broker.ts';
import { createControl } from './control.ts';
import { createFaults, type Faults } from './faults.ts';
import { openJournal } from './journal/journal.ts';
import type { SavedState } from './journal/saved-state.ts';
import type { Topology } from './topology.ts';

/** How a namespace is started. */
export interface ServiceBusOptions {
  /** AMQP; 0 or nothing lets the system choose. */
  readonly port?: number | undefined;
  /** HTTP, for people and drivers. */
  readonly controlPort?: number | undefined;
  readonly topology: Topology;
  /** Where messages outlive the process; without it they live in memory. */
  readonly stateDir?: string | undefined;
  /** Overrides every entity's own lock duration. */
  readonly lockDurationMs?: number | undefined;
  /** What each shared access policy may do; one that is not named may do all. */
  readonly grants?: BusGrants | undefined;
}

/** A namespace that runs. */
export interface ServiceBus {
  readonly port: number;
  readonly controlPort: number;
  /** What `new ServiceBusClient` takes. */
  readonly connectionString: string;
  readonly faults: Faults;
  stop(): Promise<void>;
}

/** Starts a Service Bus namespace on loopback that the unmodified client accepts. */
export const startServiceBus = async (options: ServiceBusOptions): Promise<ServiceBus> => {
  const { topology, lockDurationMs } = options;
  // The port comes first: a second namespace by mistake must fail before it touches the state of the first.
  const server = createServer();
  const port = await listen(server, options.port ?? 0);
  const control = createHttpServer();
  try {
    const { journal, saved } = openJournal(options.stateDir);
    const broker = createBroker({ topology, journal, saved, lockDurationMs });
    reportOrphans(broker, saved);
    const access = busAccess(options.grants);
    const faults: Faults = createFaults(() => amqp.drop());
    const amqp: AmqpListener = createAmqpListener({ broker, journal, faults, access });
    const app = createControl({ broker, journal, faults, revoked: access.revoked });
    const answer = getRequestListener((request) => app.fetch(request));
    server.on('connection', (socket) => amqp.accept(socket));
    control.on('request', (request, response) => void answer(request, response));
    const controlPort = await listen(control, options.controlPort ?? 0);

    const stop = async () => {
      const closing = Promise.all([closed(server), closed(control)]);
      amqp.drop();
      control.closeAllConnections();
      await closing;
      broker.stop();
      journal.close();
    };
    return { port, controlPort, connectionString: connectionString(port), faults, stop };
  } catch (error) {
    await Promise.all([closed(server), closed(control)]);
    throw error;
  }
};

/** Nothing is thrown away because an entity is gone from the topology: it may come back. */
const reportOrphans = (broker: Broker, saved: SavedState): void => {
  for (const [path, { messages }] of saved.mailboxes) {
    const known = broker.mailbox(path) !== undefined || broker.destination(path) !== undefined;
    if (known || messages.size === 0) continue;
    console.error(
      `Service Bus: ${messages.size} messages wait in ${path}, which the topology no longer has.`,
    );
  }
};

/** With the emulator flag the client speaks plain TCP, and the key is never checked. */
const connectionString = (port: number): string =>
  `Endpoint=sb://localhost:${port};SharedAccessKeyName=local;SharedAccessKey=local;UseDevelopmentEmulator=true`;

const listen = (server: Server, port: number): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const taken = error.code === 'EADDRINUSE';
      reject(taken ? new Error(`port ${port} is taken. Stop what uses it, or choose another.`) : error);
    });
    server.listen(port, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });

const closed = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
  });
