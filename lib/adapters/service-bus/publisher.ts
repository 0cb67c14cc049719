import { isServiceBusError, type ServiceBusClient, type ServiceBusSender } from '@azure/service-bus';
import { fail, ok } from '../../domain/result.ts';
import type { OutgoingMessage, Publisher } from '../../ports/publisher.ts';

/** A publisher that holds connections. */
export interface ServiceBusPublisher extends Publisher {
  /** Ends the connections of all senders; the client itself is the caller's. */
  close(): Promise<void>;
}

/**
 * Sends over Service Bus, each destination through one sender of its own. How long an outage is waited out is the client's
 * `retryOptions`: a message that is not sent stays in the outbox, so they may be short.
 */
export const serviceBusPublisher = (client: ServiceBusClient): ServiceBusPublisher => {
  const senders = new Map<string, ServiceBusSender>();
  const senderOf = (destination: string): ServiceBusSender => {
    const known = senders.get(destination);
    if (known !== undefined) return known;
    const made = client.createSender(destination);
    senders.set(destination, made);
    return made;
  };
  return {
    send: async (message) => {
      try {
        await senderOf(message.destination).sendMessages(onTheWire(message));
        return ok(undefined);
      } catch (cause) {
        if (isOurFault(cause))
          throw new Error(`Message ${message.id} can not be sent to ${message.destination} as it is.`, {
            cause,
          });
        return fail({ code: 'UNAVAILABLE', cause });
      }
    },
    close: async () => {
      await Promise.all([...senders.values()].map((sender) => sender.close()));
      senders.clear();
    },
  };
};

const onTheWire = ({ id, body, contentType, subject, sessionId, properties }: OutgoingMessage) => ({
  messageId: id,
  // Bytes are sent as they are; anything else the client would encode again.
  body: Buffer.from(body, 'utf8'),
  contentType,
  subject,
  applicationProperties: { ...properties },
  ...(sessionId === undefined ? {} : { sessionId }),
});

/**
 * Another try with the same message at the same place would end in the same way. All else may pass: outages, throttling, a
 * right that is granted late, a disabled entity.
 */
const isOurFault = (error: unknown): boolean => {
  if (isServiceBusError(error))
    return error.code === 'MessageSizeExceeded' || error.code === 'MessagingEntityNotFound';
  return error instanceof TypeError || error instanceof RangeError;
};
