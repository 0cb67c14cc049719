import type { Instant } from '../domain/time.ts';
import type { OutgoingMessage } from './publisher.ts';

/** Messages that were committed with their aggregate and not yet sent. */
export interface Outbox {
  /** The oldest first within each partition; at most `limit`. A row that can't be read is named, and the others follow. */
  pending(limit: number, unreadable: (row: string) => void): Promise<readonly PendingMessage[]>;
  /** Forgets messages that were sent. Forgetting one twice is no error. */
  sent(pending: readonly PendingMessage[]): Promise<void>;
  /** How many wait, readable or not, and since when. */
  backlog(): Promise<Backlog>;
}

export interface PendingMessage {
  readonly message: OutgoingMessage;
  /** Where it lies; only the store looks inside. */
  readonly at: { readonly table: string; readonly partitionKey: string; readonly rowKey: string };
}

export interface Backlog {
  readonly count: number;
  /** Undefined when nothing waits. */
  readonly oldestAt: Instant | undefined;
}
