import type { ServiceBusMessage, ServiceBusReceivedMessage } from '@azure/service-bus';
import type { Letter } from './letters.ts';

/** What Service Bus adds when it gives a message up. */
const ADDED = ['DeadLetterReason', 'DeadLetterErrorDescription'];
const LONGEST_ID = 128;

/**
 * The message as it goes in again. Its id is new, since the broker drops a known one for seven days; it follows from the
 * letter, so that the same letter goes in once, however often that is tried.
 */
export const again = (letter: Letter, message: ServiceBusReceivedMessage): ServiceBusMessage => {
  const suffix = `.again-${letter.sequenceNumber}`;
  const properties = Object.entries(message.applicationProperties ?? {}).filter(
    ([name]) => !ADDED.includes(name),
  );
  return {
    body: bytesOf(message.body),
    messageId: letter.messageId.slice(0, LONGEST_ID - suffix.length) + suffix,
    applicationProperties: Object.fromEntries(properties),
    ...(message.contentType === undefined ? {} : { contentType: message.contentType }),
    ...(message.subject === undefined ? {} : { subject: message.subject }),
    ...(message.sessionId === undefined ? {} : { sessionId: message.sessionId }),
    ...(message.correlationId === undefined ? {} : { correlationId: message.correlationId }),
  };
};

/** Bytes are sent as they are. The client has read JSON into an object; its text is the same message. */
const bytesOf = (body: unknown): Buffer =>
  Buffer.isBuffer(body) ? body : Buffer.from(typeof body === 'string' ? body : JSON.stringify(body), 'utf8');
