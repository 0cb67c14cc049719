import type { OutgoingMessage } from './publisher.ts';

/** Messages that were committed with their aggregate and not yet sent. */
export interface Outbox {
  /** The oldest first within each partition; at most `limit`. */
  pending(limit: number): Promise<readonly PendingMessage[]>;
  /** Forgets a message that was sent. Forgetting it twice is no error. */
  sent(pending: PendingMessage): Promise<void>;
}

export interface PendingMessage {
  readonly message: OutgoingMessage;
  /** Where it lies; only the store looks inside. */
  readonly at: { readonly table: string; readonly partitionKey: string; readonly rowKey: string };
}
