import type { Journal } from '../journal/journal.ts';
import { messageOperations } from '../management/message-operations.ts';
import {
  isMap,
  type ManagementTarget,
  type Operation,
  refused,
  type Reply,
  type RequestBody,
} from '../management/operation.ts';
import { ruleOperations } from '../management/rule-operations.ts';
import { sessionOperations } from '../management/session-operations.ts';
import {
  decodeMessage,
  type EventContext,
  accepted,
  type PlainMessage,
  type Receiver,
  type Sender,
  types,
} from './rhea.ts';

const operations: Readonly<Record<string, Operation>> = {
  ...messageOperations,
  ...sessionOperations,
  ...ruleOperations,
};

/** Links on which replies go back, by the address that requests name: per connection, made by the client. */
export type ReplyLinks = Map<string, Sender>;

/** Answers one request. */
export type Answer = (request: PlainMessage) => Reply;

/** The token node: every token is good. */
export const acceptToken: Answer = () => ({ status: 202 });

/** The management node of one entity. */
export const manage =
  (target: ManagementTarget): Answer =>
  (request) => {
    const name = String(request.application_properties?.['operation']);
    const operation = operations[name];
    if (operation === undefined) {
      return refused({
        condition: 'amqp:not-implemented',
        description: `This stand-in has no operation ${name}.`,
      });
    }
    return operation(bodyOf(request), target);
  };

/** A client asks: every request is answered on the link that it names, once what it did is written down. */
export const openRequestLink = (
  link: Receiver,
  answer: Answer,
  replyLinks: ReplyLinks,
  journal: Journal,
): void => {
  link.on('message', ({ delivery, message: bytes }: EventContext) => {
    const request = decodeMessage(bytes);
    const reply = answerSafely(answer, request);
    journal.whenWritten(() => {
      delivery.update(true, accepted());
      replyLinks.get(request.reply_to ?? '')?.send(replyMessage(request, reply));
    });
  });
};

/** A request that can't be read is the client's error, not the end of the broker. */
const answerSafely = (answer: Answer, request: PlainMessage): Reply => {
  try {
    return answer(request);
  } catch (error) {
    const description = error instanceof Error ? error.message : String(error);
    return refused({ condition: 'com.microsoft:argument-error', description });
  }
};

const bodyOf = ({ body }: PlainMessage): RequestBody => (isMap(body) ? body : {});

/** Clients read one spelling or the other. */
const replyMessage = (request: PlainMessage, { status, refusal, body }: Reply): PlainMessage => ({
  correlation_id: request.message_id,
  application_properties: {
    statusCode: types.wrap_int(status),
    'status-code': types.wrap_int(status),
    'status-description': refusal?.description ?? 'OK',
    ...(refusal === undefined ? {} : { 'error-condition': types.wrap_symbol(refusal.condition) }),
  },
  ...(body === undefined ? {} : { body }),
});
