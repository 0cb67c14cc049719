import { fileURLToPath } from 'node:url';
import { fail, ok, type Result } from '../../../lib/domain/result.ts';
import type { OutgoingMessage, Publisher, SendFailure, Trouble } from '../../../lib/ports/publisher.ts';
import { readTopology } from '../../../local/service-bus/topology.ts';
import { frozenCopy } from './deep-copy.ts';
import { type RestingPlace, restingPlaces } from './subscriptions.ts';

/** Topics and queues in memory, as infra/topology.json declares them. */
export interface FakePublisher extends Publisher {
  /** All that was taken, duplicates left out, in the order of sending. */
  sent(): readonly OutgoingMessage[];
  /** All that ever came to this subscription or queue. */
  deliveries(place: string): readonly OutgoingMessage[];
  /** What came to it since the last `take`: a consumer's way of reading. */
  take(place: string): readonly OutgoingMessage[];
  /** Until `back()`, every send is UNAVAILABLE, for the reason that the client would give. */
  away(reason?: string): void;
  back(): void;
  /** Until `makeAgain`, this topic or queue is not there. */
  remove(destination: string): void;
  makeAgain(destination: string): void;
  /** How often a sender was heard, one message or many. */
  transfers(): number;
  /** The next message is taken, but its sender hears UNAVAILABLE. */
  loseNextAnswer(): void;
}

const LARGEST_MESSAGE = 256 * 1024;
const LONGEST_ID = 128;

export const fakePublisher = (): FakePublisher => {
  const topology = readTopology(fileURLToPath(new URL('../../../infra/topology.json', import.meta.url)));
  const destinations = new Set([...topology.topics, ...topology.queues].map(({ name }) => name));
  const delivered = new Map(
    restingPlaces(topology).map((place) => [
      place.name,
      { place, messages: [] as OutgoingMessage[], taken: 0 },
    ]),
  );
  const at = (name: string) => {
    const found = delivered.get(name);
    if (found === undefined) throw new Error(`infra/topology.json has no queue or subscription ${name}.`);
    return found;
  };
  const accepted = new Map<string, OutgoingMessage>();
  let awayBecause: string | undefined;
  let answerIsLost = false;
  const removed = new Set<string>();
  const troubles = new Map<string, Trouble>();
  let transfers = 0;
  const unavailable = (said: string) =>
    fail({ code: 'UNAVAILABLE', reason: said, cause: new Error(said) } as const);

  const take = (message: OutgoingMessage): void => {
    const key = JSON.stringify([message.destination, message.id]);
    if (accepted.has(key)) return;
    const copy = frozenCopy(message);
    const takers = [...delivered.values()].filter(({ place }) => comesTo(place, copy));
    accepted.set(key, copy);
    for (const { messages } of takers) messages.push(copy);
  };
  const sendOne = (message: OutgoingMessage): Result<undefined, SendFailure> => {
    if (awayBecause !== undefined) return unavailable(awayBecause);
    if (!destinations.has(message.destination) || removed.has(message.destination))
      return unavailable('MessagingEntityNotFound');
    const fault = malformed(message);
    if (fault !== undefined) return fail({ code: 'REFUSED', reason: 'TOO_LARGE', cause: fault });
    take(message);
    if (!answerIsLost) return ok(undefined);
    answerIsLost = false;
    return unavailable('The answer of Service Bus was lost.');
  };

  return {
    send: async (message) => {
      await Promise.resolve();
      transfers += 1;
      const sent = sendOne(message);
      if (sent.ok || awayBecause !== undefined) return sent.ok ? sent : unavailable(sent.failure.reason);
      const { code, reason } = sent.failure;
      if (code === 'REFUSED' || reason === 'MessagingEntityNotFound')
        throw new Error(`Message ${message.id} can not be sent to ${message.destination} as it is.`);
      return unavailable(reason);
    },
    sendAll: async (messages) => {
      await Promise.resolve();
      transfers += 1;
      return messages.map((message) => {
        const outcome = sendOne(message);
        const { destination, id } = message;
        const isRefused = !outcome.ok && outcome.failure.code === 'REFUSED';
        const place = isRefused ? `${destination}/${id}` : destination;
        if (outcome.ok) troubles.delete(destination);
        else
          troubles.set(place, {
            destination,
            messageId: isRefused ? id : undefined,
            reason: outcome.failure.reason,
          });
        return outcome;
      });
    },
    troubles: () => [...troubles.values()],
    transfers: () => transfers,
    remove: (destination) => void removed.add(destination),
    makeAgain: (destination) => void removed.delete(destination),
    sent: () => [...accepted.values()],
    deliveries: (name) => [...at(name).messages],
    take: (name) => {
      const found = at(name);
      const fresh = found.messages.slice(found.taken);
      found.taken = found.messages.length;
      return fresh;
    },
    away: (reason = 'ServiceCommunicationProblem') => {
      awayBecause = reason;
    },
    back: () => {
      awayBecause = undefined;
    },
    loseNextAnswer: () => {
      answerIsLost = true;
    },
  };
};

/** A message without a session can't be read where sessions are required: nobody would ever see it. */
const comesTo = (place: RestingPlace, message: OutgoingMessage): boolean => {
  if (place.destination !== message.destination || !place.takes(message)) return false;
  if (place.needsSession && message.sessionId === undefined)
    throw new Error(`${place.name} needs a session, and message ${message.id} has none.`);
  return true;
};

const malformed = ({ id, sessionId, body }: OutgoingMessage): Error | undefined => {
  if (id.length > LONGEST_ID || (sessionId ?? '').length > LONGEST_ID)
    return new Error(`An id of message ${id} is longer than ${LONGEST_ID} characters.`);
  return Buffer.byteLength(body) > LARGEST_MESSAGE
    ? new Error(`Message ${id} is larger than 256 KB.`)
    : undefined;
};
