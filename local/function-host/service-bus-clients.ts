import { subscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';
import { DefaultAzureCredential } from '@azure/identity';
import { RetryMode, ServiceBusClient, type ServiceBusClientOptions } from '@azure/service-bus';
import type { Connection } from './app-settings.ts';
import type { ServiceBusSettings } from './host-settings.ts';

/** One client per connection, shared by the functions that name it. */
export interface ServiceBusClients {
  client(name: string, connection: Connection): ServiceBusClient;
  close(): Promise<void>;
}

/**
 * The client waits a minute for any link, whatever it is told, and asks the broker to end the wait for a session after
 * `tryTimeout`. When both run out at once the client ends the AMQP session below a detach that is still to be answered,
 * which costs the connection; so the broker's time is up well before.
 */
const LONGEST_TRY_MS = 45_000;

/**
 * The client leaves Nagle's algorithm on, and over loopback every small frame would wait 40 ms for an acknowledgement
 * that the other side delays.
 */
const sendSmallFramesAtOnce = (): void => {
  subscribe('net.client.socket', (message) => {
    (message as { socket: Socket }).socket.setNoDelay(true);
  });
};

export const serviceBusClients = (settings: ServiceBusSettings): ServiceBusClients => {
  sendSmallFramesAtOnce();
  const clients = new Map<string, ServiceBusClient>();
  const { exponential, tryTimeout, delay, maxDelay, maxRetries } = settings.retry;
  const options: ServiceBusClientOptions = {
    retryOptions: {
      mode: exponential ? RetryMode.Exponential : RetryMode.Fixed,
      timeoutInMs: Math.min(tryTimeout, LONGEST_TRY_MS),
      retryDelayInMs: delay,
      maxRetryDelayInMs: maxDelay,
      maxRetries,
    },
  };
  const open = (connection: Connection): ServiceBusClient => {
    if (connection.kind === 'string') return new ServiceBusClient(connection.connectionString, options);
    const { namespace, clientId } = connection;
    const credential = new DefaultAzureCredential(
      clientId === undefined ? {} : { managedIdentityClientId: clientId },
    );
    return new ServiceBusClient(namespace, credential, options);
  };
  return {
    client: (name, connection) => {
      const client = clients.get(name) ?? open(connection);
      clients.set(name, client);
      return client;
    },
    close: async () => {
      await Promise.allSettled([...clients.values()].map((client) => client.close()));
    },
  };
};
