import type { ServiceBusClient, ServiceBusReceivedMessage, ServiceBusReceiver } from '@azure/service-bus';
import type { Place } from './places.ts';

/** A dead letter as it is shown. Bodies hold ids or a published event: nothing in them is secret. */
export interface Letter {
  readonly place: string;
  readonly sequenceNumber: string;
  readonly messageId: string;
  readonly sessionId: string | undefined;
  readonly reason: string | undefined;
  readonly description: string | undefined;
  readonly deliveryCount: number;
  readonly enqueuedAt: string | undefined;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly body: unknown;
}

/** More than that is not looked at in one go. */
export const MOST = 1000;
const WAIT_MS = 2_000;

export const deadLetterReceiver = (
  client: ServiceBusClient,
  { entity, subscription }: Place,
): ServiceBusReceiver => {
  const options = { subQueueType: 'deadLetter', receiveMode: 'peekLock' } as const;
  return subscription === undefined
    ? client.createReceiver(entity, options)
    : client.createReceiver(entity, subscription, options);
};

/** Looks without taking anything, the oldest first. */
export const lookAt = async (client: ServiceBusClient, place: Place): Promise<readonly Letter[]> => {
  const receiver = deadLetterReceiver(client, place);
  try {
    const found: ServiceBusReceivedMessage[] = [];
    while (found.length < MOST) {
      const last = found.at(-1)?.sequenceNumber;
      const page = await receiver.peekMessages(
        100,
        last === undefined ? {} : { fromSequenceNumber: last.add(1) },
      );
      if (page.length === 0) break;
      found.push(...page);
    }
    return found.map((message) => letterOf(place, message));
  } finally {
    await receiver.close();
  }
};

/**
 * Takes the wanted letters, by their sequence numbers, one by one and gives each to `handle`; a letter is gone only when that has succeeded. The others
 * stay locked until the end, so that none is met twice, and are then given back.
 */
export const take = async (
  client: ServiceBusClient,
  place: Place,
  wanted: ReadonlySet<string>,
  handle: (letter: Letter, message: ServiceBusReceivedMessage) => Promise<void>,
): Promise<number> => {
  const receiver = deadLetterReceiver(client, place);
  const others: ServiceBusReceivedMessage[] = [];
  let handled = 0;
  try {
    while (handled < wanted.size && handled + others.length < MOST) {
      const [message] = await receiver.receiveMessages(1, { maxWaitTimeInMs: WAIT_MS });
      if (message === undefined) break;
      const letter = letterOf(place, message);
      if (!wanted.has(letter.sequenceNumber)) {
        others.push(message);
        continue;
      }
      await handle(letter, message);
      await receiver.completeMessage(message);
      handled += 1;
    }
    return handled;
  } finally {
    for (const message of others) await receiver.abandonMessage(message);
    await receiver.close();
  }
};

const letterOf = ({ name }: Place, message: ServiceBusReceivedMessage): Letter => ({
  place: name,
  sequenceNumber: message.sequenceNumber?.toString() ?? '',
  messageId: String(message.messageId ?? ''),
  sessionId: message.sessionId,
  reason: message.deadLetterReason,
  description: message.deadLetterErrorDescription,
  deliveryCount: message.deliveryCount ?? 0,
  enqueuedAt: message.enqueuedTimeUtc?.toISOString(),
  properties: message.applicationProperties ?? {},
  body: message.body as unknown,
});
