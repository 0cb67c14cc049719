import type { ServiceBusMessageBatch, ServiceBusSender } from '@azure/service-bus';
import { ok, type Result } from '../../domain/result.ts';
import type { OutgoingMessage, SendFailure } from '../../ports/publisher.ts';
import { isTheMessage, onTheWire, reasonOf, refused, unavailable } from './wire.ts';

type Outcome = Result<undefined, SendFailure>;
type Outcomes = Map<OutgoingMessage, Outcome>;

/**
 * Sends messages of one destination and session in as few transfers as they fit into. Once the destination takes none, the
 * rest is not tried: each would wait out the same outage.
 */
export const sendTogether = async (
  sender: ServiceBusSender,
  messages: readonly OutgoingMessage[],
): Promise<ReadonlyMap<OutgoingMessage, Outcome>> => {
  const outcomes: Outcomes = new Map();
  let left = messages;
  while (left.length > 0) {
    const [next, ...others] = left;
    if (others.length === 0 && next !== undefined) {
      outcomes.set(next, await sendAlone(sender, next));
      return outcomes;
    }
    let batch: ServiceBusMessageBatch;
    try {
      batch = await sender.createMessageBatch();
    } catch (cause) {
      return withRest(outcomes, left, unavailable(cause));
    }
    const { fitting, misfits, rest } = fill(batch, left);
    for (const [message, outcome] of misfits) outcomes.set(message, outcome);
    const outcome = await sendBatch(sender, batch);
    if (outcome === 'one-by-one') {
      const away = await sendEach(sender, fitting, outcomes);
      if (away !== undefined) return withRest(outcomes, rest, away);
    } else {
      for (const message of fitting) outcomes.set(message, outcome);
      if (!outcome.ok) return withRest(outcomes, rest, outcome);
    }
    left = rest;
  }
  return outcomes;
};

interface Filling {
  readonly fitting: readonly OutgoingMessage[];
  readonly misfits: ReadonlyMap<OutgoingMessage, Outcome>;
  readonly rest: readonly OutgoingMessage[];
}

/** Puts messages into a batch until it is full. What does not even fit into an empty one fits into none. */
const fill = (batch: ServiceBusMessageBatch, messages: readonly OutgoingMessage[]): Filling => {
  const fitting: OutgoingMessage[] = [];
  const misfits: Outcomes = new Map();
  for (const [index, message] of messages.entries()) {
    try {
      if (batch.tryAddMessage(onTheWire(message))) fitting.push(message);
      else if (batch.count === 0) misfits.set(message, refused('TOO_LARGE', undefined));
      else return { fitting, misfits, rest: messages.slice(index) };
    } catch (cause) {
      misfits.set(message, refused(reasonOf(cause), cause));
    }
  }
  return { fitting, misfits, rest: [] };
};

/** A batch that is refused as a whole says nothing of the messages in it: each is then sent for itself. */
const sendBatch = async (
  sender: ServiceBusSender,
  batch: ServiceBusMessageBatch,
): Promise<Outcome | 'one-by-one'> => {
  if (batch.count === 0) return ok(undefined);
  try {
    await sender.sendMessages(batch);
    return ok(undefined);
  } catch (cause) {
    return isTheMessage(cause) ? 'one-by-one' : unavailable(cause);
  }
};

const sendAlone = async (sender: ServiceBusSender, message: OutgoingMessage): Promise<Outcome> => {
  try {
    await sender.sendMessages(onTheWire(message));
    return ok(undefined);
  } catch (cause) {
    return isTheMessage(cause) ? refused(reasonOf(cause), cause) : unavailable(cause);
  }
};

/** The outage that ended it, if one did; what was not tried then has it too. */
const sendEach = async (
  sender: ServiceBusSender,
  messages: readonly OutgoingMessage[],
  outcomes: Outcomes,
): Promise<Outcome | undefined> => {
  for (const [index, message] of messages.entries()) {
    const outcome = await sendAlone(sender, message);
    outcomes.set(message, outcome);
    if (!outcome.ok && outcome.failure.code === 'UNAVAILABLE') {
      withRest(outcomes, messages.slice(index + 1), outcome);
      return outcome;
    }
  }
  return undefined;
};

const withRest = (outcomes: Outcomes, rest: readonly OutgoingMessage[], outcome: Outcome): Outcomes => {
  for (const message of rest) outcomes.set(message, outcome);
  return outcomes;
};
