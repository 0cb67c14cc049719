import type { Result } from '../domain/result.ts';
import type { Instant } from '../domain/time.ts';
import type { PendingMessage } from './outbox.ts';
import type { OutgoingMessage } from './publisher.ts';

/** What a read saw. Only the store looks inside; a write that carries it succeeds only if nobody wrote since. */
export interface Version {
  readonly etag: string;
  readonly dueKey: string | undefined;
}

export interface Stored<State> {
  readonly state: State;
  readonly version: Version;
}

/** State, deadline and messages change together or not at all. */
export interface Change<State> {
  readonly state: State;
  readonly expected: Version | 'absent';
  /** When this aggregate needs attention next without anyone's asking. */
  readonly dueAt: Instant | undefined;
  /** Sent after the commit, each at least once; kept until then. */
  readonly messages: readonly OutgoingMessage[];
}

export interface Committed {
  readonly version: Version;
  /** The messages of this change as they now lie in the outbox, so that they can be sent at once and forgotten. */
  readonly pending: readonly PendingMessage[];
}

/**
 * Aggregates of one kind. A commit is whole: state, due row and outgoing messages in one transaction. `STALE` means that
 * someone else wrote first (or that it exists already): read again, decide again. Outages are thrown.
 */
export interface Aggregates<Key, State> {
  find(key: Key): Promise<Stored<State> | undefined>;
  commit(key: Key, change: Change<State>): Promise<Result<Committed, { readonly code: 'STALE' }>>;
  /** What is due at `now`, the longest due first within each partition; at most `limit`. */
  due(now: Instant, limit: number): Promise<readonly Key[]>;
}
