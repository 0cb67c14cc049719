import type { Journal } from '../journal/journal.ts';
import type { SavedMailbox } from '../journal/saved-state.ts';
import type { Message } from '../message/message.ts';
import type { Consumer, Entry, Outcome } from './entry.ts';
import type { Counts, NewEntry } from './message-store.ts';
import type { SessionBook, SessionHolder, SessionLock } from './session-book.ts';

/** How a mailbox treats its messages. */
export interface MailboxSettings {
  /** As its owner spelled it; addresses are compared without regard to case. */
  readonly path: string;
  readonly lockMs: number;
  readonly maxDeliveryCount: number;
  readonly requiresSession: boolean;
}

/** What a mailbox is connected to. */
export interface MailboxLinks {
  readonly journal: Journal;
  readonly saved: SavedMailbox;
  /** Where dead messages go; a dead-letter queue has no such place. */
  readonly deadLetters: Mailbox | undefined;
  /** Where scheduled messages go when they are due; into the mailbox itself unless told otherwise. */
  readonly onDue?: (message: Message) => void;
}

/** What became of a settlement. */
export type Settled = 'done' | 'lock-lost' | 'refused';

/** Whatever messages can be received from: a queue, a subscription, or the dead-letter queue of either. */
export interface Mailbox {
  readonly settings: MailboxSettings;
  readonly deadLetters: Mailbox | undefined;
  readonly sessions: SessionBook;
  put(given: NewEntry): Entry;
  cancelScheduled(seq: number): boolean;
  addConsumer(consumer: Consumer): () => void;
  /** Waits for any free session with messages; the answer takes the wish back. */
  awaitSession(holder: SessionHolder, granted: (lock: SessionLock) => void): () => void;
  acceptSession(id: string, holder: SessionHolder): SessionLock | undefined;
  releaseSession(id: string, holder: SessionHolder): void;
  /** Hands out what can be handed out, now. */
  dispatch(): void;
  settle(token: string, outcome: Outcome): Settled;
  renew(token: string): number | undefined;
  renewSession(id: string): number | undefined;
  /** Deferred messages, locked or at once removed; undefined if one of them is not there. */
  receiveDeferred(seqs: readonly number[], removes: boolean): readonly Entry[] | undefined;
  peek(fromSeq: number, count: number, session: string | undefined): readonly Entry[];
  counts(): Counts;
  stop(): void;
}
