import type { EventId } from '../domain/ids.ts';
import type { Result } from '../domain/result.ts';

/** A message as it goes out: exact bytes, so that a second sending is the same message. */
export interface OutgoingMessage {
  /** A topic or a queue of infra/topology.json. */
  readonly destination: string;
  /** The MessageId: duplicates within seven days are dropped by the broker. */
  readonly id: EventId;
  readonly body: string;
  readonly contentType: 'application/cloudevents+json' | 'application/json';
  readonly subject: string;
  readonly sessionId: string | undefined;
  readonly properties: Readonly<Record<string, string | number | boolean>>;
  /** Facts for the record: appended to the audit stream before the message is done with. */
  readonly audited: boolean;
}

/** Sends to topics and queues. An outage is an answer here, since the message stays where it was stored. */
export interface Publisher {
  send(
    message: OutgoingMessage,
  ): Promise<Result<undefined, { readonly code: 'UNAVAILABLE'; readonly cause: unknown }>>;
}
