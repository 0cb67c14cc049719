import type { MessageState } from '../journal/records.ts';
import type { Message } from '../message/message.ts';

/** A promise to one receiver that nobody else gets the message until then. */
export interface Lock {
  /** A uuid, hex. */
  readonly token: string;
  readonly until: number;
}

/** A message that lies in a queue, subscription or dead-letter queue. */
export interface Entry {
  readonly seq: number;
  message: Message;
  readonly enqueuedAt: number;
  /** The sequence number that it had where it came from: before it was due, or before it was dead. */
  readonly enqueuedSeq: number | undefined;
  readonly dueAt: number | undefined;
  state: MessageState;
  /** Deliveries that failed; the first delivery says 0. */
  deliveryCount: number;
  lock: Lock | undefined;
}

/** What a receiver decided. */
export type Outcome =
  | { readonly kind: 'complete' }
  /** `failed` is false when the client gave the message back without trying it. */
  | { readonly kind: 'abandon'; readonly properties: Properties; readonly failed: boolean }
  | { readonly kind: 'defer'; readonly properties: Properties }
  | {
      readonly kind: 'dead-letter';
      readonly reason: string | undefined;
      readonly description: string | undefined;
      readonly properties: Properties;
    };

/** Application properties to set. */
export type Properties = Readonly<Record<string, unknown>>;

/** A request that the namespace refuses, with the condition that the client translates into its error code. */
export interface Refusal {
  readonly condition: string;
  readonly description: string;
}

/** Someone who takes messages as long as there is credit. */
export interface Consumer {
  readonly session: string | undefined;
  readonly deletesOnReceive: boolean;
  credit(): number;
  deliver(entry: Entry): void;
}
