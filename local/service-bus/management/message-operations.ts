import { deliveryBytes } from '../amqp/delivery-bytes.ts';
import { types } from '../amqp/rhea.ts';
import type { Entry, Outcome, Refusal } from '../broker/entry.ts';
import { readMessage } from '../message/codec.ts';
import {
  done,
  listIn,
  lockTokensIn,
  mapIn,
  numberIn,
  type Operation,
  refused,
  type RequestBody,
  sequenceNumbersIn,
  textIn,
} from './operation.ts';

/** Wire types of array elements. */
const LONG = 0x81;
const TIMESTAMP = 0x83;

const RECEIVE_AND_DELETE = 0;

const LOCK_LOST: Refusal = {
  condition: 'com.microsoft:message-lock-lost',
  description: 'The lock supplied is invalid. It has expired, or the message was already removed.',
};

const notReceivable: Refusal = {
  condition: 'amqp:not-allowed',
  description: 'Messages are received from queues and subscriptions.',
};

const notSendable: Refusal = {
  condition: 'amqp:not-allowed',
  description: 'Messages are sent to queues and topics.',
};

const peek: Operation = (body, { mailbox }) => {
  if (mailbox === undefined) return refused(notReceivable);
  const entries = mailbox.peek(
    numberIn(body, 'from-sequence-number', 1),
    numberIn(body, 'message-count', 1),
    textIn(body, 'session-id'),
  );
  if (entries.length === 0) return { status: 204 };
  return done({ messages: entries.map((entry) => ({ message: deliveryBytes(entry) })) });
};

const renewLock: Operation = (body, { mailbox }) => {
  const expirations = lockTokensIn(body).map((token) => mailbox?.renew(token));
  if (expirations.includes(undefined)) return refused(LOCK_LOST);
  return done({ expirations: types.wrap_array(expirations, TIMESTAMP) });
};

const schedule: Operation = (body, { destination }) => {
  if (destination === undefined) return refused(notSendable);
  const messages = listIn(body, 'messages')
    .map((item) => (item as { readonly message?: unknown }).message)
    .filter((bytes) => Buffer.isBuffer(bytes))
    .map(readMessage);
  const result = destination.schedule(messages);
  if ('condition' in result) return refused(result);
  return done({ 'sequence-numbers': types.wrap_array(result, LONG) });
};

const cancelScheduled: Operation = (body, { destination }) => {
  const refusal = destination === undefined ? notSendable : destination.cancel(sequenceNumbersIn(body));
  return refusal === undefined ? done() : refused(refusal);
};

const receiveDeferred: Operation = (body, { mailbox }) => {
  if (mailbox === undefined) return refused(notReceivable);
  const removes = numberIn(body, 'receiver-settle-mode', 1) === RECEIVE_AND_DELETE;
  const entries = mailbox.receiveDeferred(sequenceNumbersIn(body), removes);
  if (entries === undefined) {
    return refused({
      condition: 'com.microsoft:message-not-found',
      description: 'No deferred message has this sequence number, or it is locked.',
    });
  }
  return done({ messages: entries.map(deferredItem) });
};

const deferredItem = (entry: Entry) => ({
  message: deliveryBytes(entry),
  'lock-token': types.wrap_uuid(Buffer.from(entry.lock?.token ?? '', 'hex')),
});

const updateDisposition: Operation = (body, { mailbox }) => {
  const outcome = outcomeIn(body);
  if (outcome === undefined) {
    const description = 'The disposition is unknown.';
    return refused({ condition: 'com.microsoft:argument-error', description });
  }
  const results = lockTokensIn(body).map((token) => mailbox?.settle(token, outcome));
  return results.every((result) => result === 'done') ? done() : refused(LOCK_LOST);
};

const outcomeIn = (body: RequestBody): Outcome | undefined => {
  const properties = mapIn(body, 'properties-to-modify');
  switch (textIn(body, 'disposition-status')) {
    case 'completed':
      return { kind: 'complete' };
    case 'abandoned':
      return { kind: 'abandon', properties, failed: true };
    case 'defered': // as the clients spell it
      return { kind: 'defer', properties };
    case 'suspended':
      return {
        kind: 'dead-letter',
        reason: textIn(body, 'deadletter-reason'),
        description: textIn(body, 'deadletter-description'),
        properties,
      };
    case undefined:
    default:
      return undefined;
  }
};

/** Operations on messages, by name. */
export const messageOperations: Readonly<Record<string, Operation>> = {
  'com.microsoft:peek-message': peek,
  'com.microsoft:renew-lock': renewLock,
  'com.microsoft:schedule-message': schedule,
  'com.microsoft:cancel-scheduled-message': cancelScheduled,
  'com.microsoft:receive-by-sequence-number': receiveDeferred,
  'com.microsoft:update-disposition': updateDisposition,
};
