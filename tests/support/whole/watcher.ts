import type { ServiceBusReceivedMessage } from '@azure/service-bus';
import { jest } from '@jest/globals';

// The client is CommonJS and asks for agents that are ES modules, which Node loads and Jest on Node 22 does not. They
// serve HTTP proxies for its administration client, which no test uses.
for (const agent of ['http-proxy-agent', 'https-proxy-agent']) jest.mock(agent, () => ({}));
const { ServiceBusClient } = await import('@azure/service-bus');

/** An event as a subscription of somebody else's gives it. */
export interface Sight {
  /** The topic and the subscription, with `/` between. */
  readonly subscription: string;
  /** The place in the topic that the namespace gave it: two of one id are two messages. */
  readonly place: string;
  readonly messageId: string;
  readonly id: string;
  readonly type: string;
  /** The type without our prefix and the version: `renewal.requested`. */
  readonly what: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** Somebody who subscribed. */
export interface Watcher {
  /** Everything that came, in the order in which it came, each message once however often it was delivered. */
  readonly sights: readonly Sight[];
  close(): Promise<void>;
}

export interface Subscription {
  readonly topic: string;
  readonly name: string;
}

/** Watches subscriptions with the stock client. `see` is told of each message the first time that it comes. */
export const watch = (
  connectionString: string,
  subscriptions: readonly Subscription[],
  see: (sight: Sight) => void = () => undefined,
): Watcher => {
  const client = new ServiceBusClient(connectionString);
  const sights: Sight[] = [];
  const known = new Set<string>();
  for (const { topic, name } of subscriptions) {
    const subscription = `${topic}/${name}`;
    client.createReceiver(topic, name).subscribe(
      {
        processMessage: (message) => {
          const sight = sightOf(subscription, message);
          const key = `${subscription}#${sight.place}`;
          if (!known.has(key)) {
            known.add(key);
            sights.push(sight);
            see(sight);
          }
          return Promise.resolve();
        },
        // It connects again by itself, and a connection that is dropped on purpose is none of its faults.
        processError: () => Promise.resolve(),
      },
      { maxConcurrentCalls: 20 },
    );
  }
  return { sights, close: () => client.close() };
};

const sightOf = (subscription: string, message: ServiceBusReceivedMessage): Sight => {
  const { id, type, data } = message.body as Pick<Sight, 'id' | 'type' | 'data'>;
  return {
    subscription,
    place: String(message.enqueuedSequenceNumber ?? message.sequenceNumber),
    messageId: String(message.messageId),
    id,
    type,
    what: type.replace(/^expiry-monitor\./, '').replace(/\.v\d+$/, ''),
    data,
  };
};

/** A text of an event's data; empty when there is none of that name. */
export const textIn = ({ data }: Pick<Sight, 'data'>, field: string): string => {
  const value = data[field];
  return typeof value === 'string' ? value : '';
};
