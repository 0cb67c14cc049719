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

/** Why a message did not go. `reason` is a code for people, such as `QuotaExceeded` or `TOO_LARGE`. */
export type SendFailure =
  /** Throttled, full, gone or away: all for this destination would meet the same now, and may go later. */
  | { readonly code: 'UNAVAILABLE'; readonly reason: string; readonly cause: unknown }
  /** This very message can't go there as it is; others can. */
  | { readonly code: 'REFUSED'; readonly reason: string; readonly cause: unknown };

/** Something that could not be sent when it was last tried. */
export interface Trouble {
  readonly destination: string;
  /** Of a message that was refused; undefined when the destination takes none. */
  readonly messageId: string | undefined;
  readonly reason: string;
}

/** Sends to topics and queues. An outage is an answer here, since the message stays where it was stored. */
export interface Publisher {
  /** One message now. What is refused for ever is a bug here, and thrown. */
  send(
    message: OutgoingMessage,
  ): Promise<Result<undefined, { readonly code: 'UNAVAILABLE'; readonly cause: unknown }>>;
  /** Many, in as few requests as they fit into; an answer for each, in their order. Nothing is thrown for one of them. */
  sendAll(messages: readonly OutgoingMessage[]): Promise<readonly Result<undefined, SendFailure>[]>;
  /** What does not go since it was last tried by this process. */
  troubles(): readonly Trouble[];
}
