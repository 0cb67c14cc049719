import type { ServiceBusClient, ServiceBusSender } from '@azure/service-bus';
import { fail, ok, type Result } from '../../domain/result.ts';
import type { OutgoingMessage, Publisher, SendFailure, Trouble } from '../../ports/publisher.ts';
import { sendTogether } from './batches.ts';
import { isOurFault, onTheWire } from './wire.ts';

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
  const troubles = new Map<string, Trouble>();
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
    sendAll: async (messages) => {
      const outcomes = new Map<OutgoingMessage, Result<undefined, SendFailure>>();
      // A session's messages go together and alone: a broker may keep sessions in different places.
      const groups = Map.groupBy(messages, ({ destination, sessionId }) =>
        JSON.stringify([destination, sessionId]),
      );
      for (const group of groups.values()) {
        const [first] = group;
        if (first === undefined) continue;
        const sent = await sendTogether(senderOf(first.destination), group);
        for (const [message, outcome] of sent) outcomes.set(message, outcome);
      }
      return messages.map((message) => {
        const outcome = outcomes.get(message) ?? UNTRIED;
        note(troubles, message, outcome);
        return outcome;
      });
    },
    troubles: () => [...troubles.values()],
    close: async () => {
      await Promise.all([...senders.values()].map((sender) => sender.close()));
      senders.clear();
    },
  };
};

const UNTRIED = fail({ code: 'UNAVAILABLE', reason: 'UNTRIED', cause: undefined });

/** What is remembered is only what is wrong now: a success takes it back. */
const note = (
  troubles: Map<string, Trouble>,
  { destination, id }: OutgoingMessage,
  outcome: Result<undefined, SendFailure>,
): void => {
  const ofMessage = `${destination}/${id}`;
  if (outcome.ok) {
    troubles.delete(destination);
    troubles.delete(ofMessage);
    return;
  }
  const { code, reason } = outcome.failure;
  if (code === 'UNAVAILABLE') troubles.set(destination, { destination, messageId: undefined, reason });
  else if (troubles.size < MOST_TROUBLES) troubles.set(ofMessage, { destination, messageId: id, reason });
};

/** More would tell nobody more. */
const MOST_TROUBLES = 100;
