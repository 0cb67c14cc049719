import { isServiceBusError, type ServiceBusMessage } from '@azure/service-bus';
import { fail, type Result } from '../../domain/result.ts';
import type { OutgoingMessage, SendFailure } from '../../ports/publisher.ts';

/** A message as the client takes it. */
export const onTheWire = ({
  id,
  body,
  contentType,
  subject,
  sessionId,
  properties,
}: OutgoingMessage): ServiceBusMessage => ({
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
export const isOurFault = (error: unknown): boolean => {
  if (isServiceBusError(error))
    return error.code === 'MessageSizeExceeded' || error.code === 'MessagingEntityNotFound';
  return error instanceof TypeError || error instanceof RangeError;
};

/** The message is at fault, whatever the state of its destination. */
export const isTheMessage = (error: unknown): boolean => isOurFault(error) && reasonOf(error) !== GONE;

const GONE = 'MessagingEntityNotFound';

/** The destination takes nothing now; one that is gone may be made again. */
export const unavailable = (cause: unknown): Result<never, SendFailure> =>
  fail({ code: 'UNAVAILABLE', reason: reasonOf(cause), cause });

export const refused = (reason: string, cause: unknown): Result<never, SendFailure> =>
  fail({ code: 'REFUSED', reason, cause });

/** The broker's own code, such as `ServiceBusy` or `QuotaExceeded`; of several tries in vain that of the last. */
export const reasonOf = (cause: unknown): string => {
  if (cause instanceof AggregateError && cause.errors.length > 0) return reasonOf(cause.errors.at(-1));
  if (isServiceBusError(cause)) return cause.code;
  return cause instanceof Error ? cause.name : 'UNKNOWN';
};
