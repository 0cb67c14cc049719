import type { Destination } from '../broker/destination.ts';
import type { Refusal } from '../broker/entry.ts';
import type { Faults } from '../faults.ts';
import type { Journal } from '../journal/journal.ts';
import { readBatch, readMessage } from '../message/codec.ts';
import { accepted, type EventContext, type Receiver, rejected } from './rhea.ts';

/** What the Standard tier takes: 256 KB with all properties. */
const LARGEST_MESSAGE = 262_144;

/** The message format of a batch, whose body holds one encoded message in each data section. */
const BATCH_FORMAT = 0x80013700;

interface Parts {
  readonly journal: Journal;
  readonly faults: Faults;
}

/** A client sends: each transfer is accepted once its messages are written down. */
export const openIncomingLink = (link: Receiver, destination: Destination, parts: Parts): void => {
  link.set_target({ address: destination.path });
  link.local.attach.max_message_size = LARGEST_MESSAGE;
  link.on('message', ({ delivery, message: bytes }: EventContext) => {
    const refusal =
      parts.faults.refusesSend() ?? receive(destination, bytes, delivery.format === BATCH_FORMAT);
    parts.journal.whenWritten(() => {
      delivery.update(true, refusal === undefined ? accepted() : rejected(refusal));
    });
  });
};

const receive = (destination: Destination, bytes: Buffer, isBatch: boolean): Refusal | undefined => {
  if (bytes.length > LARGEST_MESSAGE) {
    return {
      condition: 'amqp:link:message-size-exceeded',
      description: `The message or batch has ${bytes.length} bytes, and ${LARGEST_MESSAGE} are allowed.`,
    };
  }
  try {
    return destination.send(isBatch ? readBatch(bytes) : [readMessage(bytes)]);
  } catch (error) {
    return {
      condition: 'amqp:decode-error',
      description: error instanceof Error ? error.message : String(error),
    };
  }
};
