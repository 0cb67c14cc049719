import type { Message } from '../message/message.ts';
import type { Duplicates } from './duplicates.ts';
import type { Refusal } from './entry.ts';
import type { Mailbox } from './mailbox.ts';

/** Whatever can be sent to: a queue or a topic. */
export interface Destination {
  readonly path: string;
  /** All of them or none. */
  send(messages: readonly Message[]): Refusal | undefined;
  /** Sequence numbers by which the messages can be cancelled until they are due. */
  schedule(messages: readonly Message[]): readonly number[] | Refusal;
  cancel(seqs: readonly number[]): Refusal | undefined;
}

interface Parts {
  readonly path: string;
  readonly requiresSession: boolean;
  readonly duplicates: Duplicates;
  /** Where scheduled messages lie until they are due. */
  readonly mailbox: Mailbox;
  accept(message: Message): void;
}

/** A destination that hands what it accepts to `accept`. */
export const createDestination = (parts: Parts): Destination => {
  const { path, mailbox, duplicates } = parts;

  const refuse = (messages: readonly Message[]): Refusal | undefined =>
    parts.requiresSession && messages.some(({ system }) => system.sessionId === undefined)
      ? {
          condition: 'amqp:not-allowed',
          description: `The SessionId was not set on a message, and it cannot be sent to the entity '${path}', which requires sessions.`,
        }
      : undefined;

  /** The id is remembered after the message is written: a kill in between leaves a duplicate, not a loss. */
  const unlessKnown = <T>(message: Message, accept: () => T): T | undefined => {
    const now = Date.now();
    if (duplicates.has(message.system.messageId, now)) return undefined;
    const result = accept();
    duplicates.remember(message.system.messageId, now);
    return result;
  };

  const hold = (message: Message): number =>
    mailbox.put({ message, state: 'scheduled', dueAt: message.scheduledFor ?? Date.now() }).seq;

  return {
    path,
    send: (messages) => {
      const refusal = refuse(messages);
      if (refusal !== undefined) return refusal;
      for (const message of messages) {
        const due = (message.scheduledFor ?? 0) <= Date.now();
        unlessKnown(message, () => (due ? parts.accept(message) : void hold(message)));
      }
      return undefined;
    },
    schedule: (messages) => {
      const refusal = refuse(messages);
      // A duplicate is dropped in silence, so its number is one that names nothing.
      return refusal ?? messages.map((message) => unlessKnown(message, () => hold(message)) ?? 0);
    },
    cancel: (seqs) => {
      const missing = seqs.filter((seq) => !mailbox.cancelScheduled(seq));
      if (missing.length === 0) return undefined;
      return {
        condition: 'com.microsoft:message-not-found',
        description: `No scheduled message has the sequence number ${missing.join(', ')} in '${path}'.`,
      };
    },
  };
};
