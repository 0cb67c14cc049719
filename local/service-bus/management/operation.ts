import type { Destination } from '../broker/destination.ts';
import type { Refusal } from '../broker/entry.ts';
import type { Mailbox } from '../broker/mailbox.ts';
import type { RuleSet } from '../broker/rule-set.ts';

/** The entity whose `$management` node was asked. */
export interface ManagementTarget {
  readonly destination: Destination | undefined;
  readonly mailbox: Mailbox | undefined;
  readonly rules: RuleSet | undefined;
}

/** What a request says, as plain values. */
export type RequestBody = Readonly<Record<string, unknown>>;

/** What is answered; values that need a certain wire type are already typed. */
export interface Reply {
  readonly status: number;
  readonly refusal?: Refusal;
  readonly body?: Readonly<Record<string, unknown>>;
}

/** One operation of a `$management` node. */
export type Operation = (body: RequestBody, target: ManagementTarget) => Reply;

/** Done, with what there is to say. */
export const done = (body: Readonly<Record<string, unknown>> = {}): Reply => ({ status: 200, body });

const STATUS_OF: Readonly<Record<string, number>> = {
  'amqp:not-found': 404,
  'amqp:not-implemented': 501,
  'com.microsoft:message-not-found': 404,
  'com.microsoft:entity-already-exists': 409,
  'com.microsoft:message-lock-lost': 410,
  'com.microsoft:session-lock-lost': 410,
};

/** Refused; the client takes the condition over the number. */
export const refused = (refusal: Refusal): Reply => ({
  status: STATUS_OF[refusal.condition] ?? 400,
  refusal,
});

/** A text of the request. */
export const textIn = (body: RequestBody, key: string): string | undefined => {
  const value = body[key];
  return typeof value === 'string' ? value : undefined;
};

/** A number of the request. */
export const numberIn = (body: RequestBody, key: string, otherwise: number): number => {
  const value = body[key];
  return typeof value === 'number' ? value : otherwise;
};

/** A list of the request; empty when it is left out. */
export const listIn = (body: RequestBody, key: string): readonly unknown[] => {
  const value = body[key];
  return Array.isArray(value) ? (value as readonly unknown[]) : [];
};

/** A map of the request; empty when it is left out. */
export const mapIn = (body: RequestBody, key: string): RequestBody => {
  const value = body[key];
  return isMap(value) ? value : {};
};

/** The sequence numbers that the request names. */
export const sequenceNumbersIn = (body: RequestBody): readonly number[] =>
  listIn(body, 'sequence-numbers').map(Number);

/** The lock tokens that the request names, hex. */
export const lockTokensIn = (body: RequestBody): readonly string[] =>
  listIn(body, 'lock-tokens')
    .filter((token) => Buffer.isBuffer(token))
    .map((token) => token.toString('hex'));

/** A map that came off the wire, not bytes or a date. */
export const isMap = (value: unknown): value is RequestBody =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !Buffer.isBuffer(value);
