import { type ProcessErrorArgs, ServiceBusClient, type ServiceBusReceivedMessage } from '@azure/service-bus';
import { EVENT_TOPICS, OWN_SUBSCRIPTION } from './bus-control.ts';
import type { PublishedEvent } from './events.ts';

/** All that was published since we began to listen, each event once. */
export interface Listening {
  readonly events: readonly PublishedEvent[];
  /** Milliseconds from the start of this process to the first event, and to the last one so far. */
  firstAt(): number | undefined;
  lastAt(): number;
  close(): Promise<void>;
}

/**
 * Listens to both topics as an ops team does: with the stock client, on subscriptions of our own. What was sent before
 * `since` is of an earlier start that ended before it had heard it.
 */
export const listen = (
  connectionString: string,
  since: Date,
  hear: (event: PublishedEvent) => void,
): Listening => {
  const client = new ServiceBusClient(connectionString);
  const events: PublishedEvent[] = [];
  const known = new Set<string>();
  let firstAt: number | undefined;
  let lastAt = 0;

  const processMessage = ({ body, enqueuedTimeUtc }: ServiceBusReceivedMessage): Promise<void> => {
    const event = body as PublishedEvent;
    if ((enqueuedTimeUtc ?? since) >= since && !known.has(event.id)) {
      known.add(event.id);
      lastAt = performance.now();
      firstAt ??= Math.round(lastAt);
      events.push(event);
      hear(event);
    }
    return Promise.resolve();
  };
  // The client connects again by itself, and whoever stops the namespace knows that it is gone.
  const processError = (_: ProcessErrorArgs): Promise<void> => Promise.resolve();
  const receivers = EVENT_TOPICS.map((topic) => client.createReceiver(topic, OWN_SUBSCRIPTION));
  for (const receiver of receivers) {
    receiver.subscribe({ processMessage, processError }, { maxConcurrentCalls: 50 });
  }
  return { events, firstAt: () => firstAt, lastAt: () => lastAt, close: () => client.close() };
};
