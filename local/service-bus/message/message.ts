import type { Typed } from '../amqp/rhea.ts';

/** What filters and the broker itself look at; everything else of a message stays opaque bytes. */
export interface SystemProperties {
  readonly messageId: string;
  readonly correlationId: string | undefined;
  readonly to: string | undefined;
  readonly replyTo: string | undefined;
  readonly subject: string | undefined;
  readonly sessionId: string | undefined;
  readonly replyToSessionId: string | undefined;
  readonly contentType: string | undefined;
  readonly partitionKey: string | undefined;
}

/** A message as its sender gave it. */
export interface Message {
  /** All sections, as sent. The only part that is journalled: the rest is read from it again. */
  readonly raw: Buffer;
  /** Properties, application properties and body: delivered byte for byte. */
  readonly bare: Buffer;
  readonly annotations: ReadonlyMap<string, Typed>;
  readonly system: SystemProperties;
  readonly application: ReadonlyMap<string, unknown>;
  readonly ttlMs: number | undefined;
  readonly scheduledFor: number | undefined;
}
