import type {
  RetryOptions,
  ServiceBusClient,
  ServiceBusReceivedMessage,
  ServiceBusReceiver,
} from '@azure/service-bus';
import { jest } from '@jest/globals';
import { startServiceBus, type ServiceBusOptions } from '../../local/service-bus/server.ts';

// The client is CommonJS and asks for agents that are ES modules, which Node loads and Jest on Node 22 does not. They
// serve HTTP proxies for its administration client, which no test uses.
for (const agent of ['http-proxy-agent', 'https-proxy-agent']) jest.mock(agent, () => ({}));
const { ServiceBusClient: Client } = await import('@azure/service-bus');

/** A namespace with a client, as tests use it. */
export interface RunningNamespace {
  readonly client: ServiceBusClient;
  /** Another client with a connection of its own. */
  newClient(retryOptions?: RetryOptions): ServiceBusClient;
  /** Asks the control port. */
  control(path: string, init?: { readonly method: string; readonly body?: unknown }): Promise<ControlAnswer>;
  /** What lies in one queue or subscription. */
  counts(path: string): Promise<Record<string, number>>;
  stop(): Promise<void>;
}

/** Status and JSON of the control port. */
export interface ControlAnswer {
  readonly status: number;
  readonly json: any; // eslint-disable-line @typescript-eslint/no-explicit-any -- each test knows what it asked for
}

/** A client that fails at once instead of trying again. */
export const clientOf = (connectionString: string, retryOptions: RetryOptions = {}): ServiceBusClient =>
  new Client(connectionString, {
    retryOptions: { maxRetries: 0, timeoutInMs: 20_000, ...retryOptions },
  });

/** Asks a control port. */
export const askControl = async (
  port: number,
  path: string,
  init: { readonly method?: string; readonly body?: unknown } = {},
): Promise<ControlAnswer> => {
  const response = await fetch(`http://127.0.0.1:${port}${path}`, {
    method: init.method ?? 'GET',
    body: init.body === undefined ? null : JSON.stringify(init.body),
  });
  return { status: response.status, json: await response.json() };
};

/** Starts a namespace for one test file. */
export const startNamespace = async (options: ServiceBusOptions): Promise<RunningNamespace> => {
  const bus = await startServiceBus(options);
  const clients: ServiceBusClient[] = [];
  const newClient = (retryOptions?: RetryOptions) => {
    const client = clientOf(bus.connectionString, retryOptions);
    clients.push(client);
    return client;
  };
  const control: RunningNamespace['control'] = (path, init) => askControl(bus.controlPort, path, init);
  return {
    client: newClient(),
    newClient,
    control,
    counts: async (path) => {
      const { json } = await control('/entities');
      return (json as (Record<string, number> & { path: string })[]).find((each) => each.path === path) ?? {};
    },
    stop: async () => {
      await Promise.all(clients.map((client) => client.close()));
      await bus.stop();
    },
  };
};

/** The next message; a test that gets none fails here. */
export const receiveOne = async (receiver: ServiceBusReceiver): Promise<ServiceBusReceivedMessage> => {
  const [message] = await receiver.receiveMessages(1, { maxWaitTimeInMs: 20_000 });
  if (message === undefined) throw new Error(`Nothing came from ${receiver.entityPath}.`);
  return message;
};

/** Exactly so many messages, however many transfers it takes. */
export const receive = async (
  receiver: ServiceBusReceiver,
  count: number,
): Promise<readonly ServiceBusReceivedMessage[]> => {
  const messages: ServiceBusReceivedMessage[] = [];
  while (messages.length < count) {
    const some = await receiver.receiveMessages(count - messages.length, { maxWaitTimeInMs: 20_000 });
    if (some.length === 0) throw new Error(`Only ${messages.length} of ${count} messages came.`);
    messages.push(...some);
  }
  return messages;
};
