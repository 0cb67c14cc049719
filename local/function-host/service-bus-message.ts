import type { ServiceBusReceivedMessage } from '@azure/service-bus';
import type { TypedData } from './core-types.ts';

/** A message as the host hands it to the worker: its body, and its properties in the host's own casing. */
interface MessageInput {
  readonly data: TypedData;
  readonly metadata: Readonly<Record<string, TypedData>>;
}

/** The end of .NET's calendar, which stands for a message that never expires. */
const NEVER = new Date('9999-12-31T23:59:59.999Z');

export const toMessageInput = (
  message: ServiceBusReceivedMessage,
  options: { readonly binary: boolean },
): MessageInput => {
  const strings: Readonly<Record<string, string | number | Buffer | undefined>> = {
    LockToken: message.lockToken,
    MessageId: message.messageId,
    ContentType: message.contentType,
    ReplyTo: message.replyTo,
    To: message.to,
    Subject: message.subject,
    Label: message.subject,
    CorrelationId: message.correlationId,
    SessionId: message.sessionId,
    ReplyToSessionId: message.replyToSessionId,
    PartitionKey: message.partitionKey,
    DeadLetterSource: message.deadLetterSource,
  };
  const expires = dateText(
    message.expiresAtUtc === undefined || message.expiresAtUtc > NEVER ? NEVER : message.expiresAtUtc,
  );
  const enqueued = dateText(message.enqueuedTimeUtc ?? new Date());
  const properties = JSON.stringify(message.applicationProperties ?? {});
  const values: Readonly<Record<string, string>> = {
    // The client counts earlier deliveries, the host counts this one as well.
    DeliveryCount: String((message.deliveryCount ?? 0) + 1),
    SequenceNumber: String(message.sequenceNumber ?? 0),
    ExpiresAtUtc: expires,
    ExpiresAt: expires,
    EnqueuedTimeUtc: enqueued,
    EnqueuedTime: enqueued,
    ApplicationProperties: properties,
    UserProperties: properties,
  };

  const metadata: Record<string, TypedData> = {};
  for (const [name, value] of Object.entries(strings)) {
    if (value !== undefined) metadata[name] = { string: value.toString() };
  }
  for (const [name, json] of Object.entries(values)) metadata[name] = { json };
  return { data: bodyOf(message.body, options.binary), metadata };
};

const dateText = (date: Date): string => JSON.stringify(date.toISOString());

const bodyOf = (body: unknown, binary: boolean): TypedData => {
  const bytes =
    body instanceof Uint8Array
      ? Buffer.from(body.buffer, body.byteOffset, body.byteLength)
      : Buffer.from(typeof body === 'string' ? body : JSON.stringify(body ?? null), 'utf8');
  // The library parses a string as JSON when it can, so 123 arrives as a number: so it does in Azure.
  return binary ? { bytes } : { string: bytes.toString('utf8') };
};
