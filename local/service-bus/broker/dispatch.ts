import type { Journal } from '../journal/journal.ts';
import type { Alarm } from './alarm.ts';
import type { Consumer, Entry } from './entry.ts';
import type { MessageStore } from './message-store.ts';
import type { SessionBook, SessionHolder, SessionLock } from './session-book.ts';

/** Brings messages to consumers and free sessions to those who wait for one. */
export interface Dispatch {
  addConsumer(consumer: Consumer): () => void;
  awaitSession(holder: SessionHolder, granted: (lock: SessionLock) => void): () => void;
  dispatch(): void;
  /** Dispatches once what is being written is on disk. */
  wake(): void;
}

interface Parts {
  readonly store: MessageStore;
  readonly sessions: SessionBook;
  readonly journal: Journal;
  readonly requiresSession: boolean;
  readonly alarm: Alarm;
  lock(entry: Entry): Entry;
  drop(entry: Entry): void;
  expired(entry: Entry): boolean;
}

interface Waiting {
  readonly holder: SessionHolder;
  readonly granted: (lock: SessionLock) => void;
}

/** The dispatch of one mailbox. */
export const createDispatch = (parts: Parts): Dispatch => {
  const { store, sessions, journal, requiresSession } = parts;
  let consumers: readonly Consumer[] = [];
  let waiting: readonly Waiting[] = [];
  let turn = 0;
  let awake = false;

  const laneOf = ({ session }: Consumer) => (requiresSession ? (session ?? '') : '');

  /** Competing receivers take turns, so that the first to come does not get everything. */
  const nextConsumer = (): Consumer | undefined => {
    for (let step = 0; step < consumers.length; step += 1) {
      const index = (turn + step) % consumers.length;
      const consumer = consumers[index];
      if (consumer !== undefined && store.firstOf(laneOf(consumer)) !== undefined && consumer.credit() > 0) {
        turn = index + 1;
        return consumer;
      }
    }
    return undefined;
  };

  /** The free session whose next message has waited longest. */
  const freeSession = (): string | undefined =>
    store
      .lanes()
      .filter((lane) => sessions.lockOf(lane) === undefined)
      .sort((a, b) => (store.firstOf(a) ?? 0) - (store.firstOf(b) ?? 0))[0];

  const grantSessions = () => {
    for (const wish of waiting) {
      const id = freeSession();
      const lock = id === undefined ? undefined : sessions.lock(id, wish.holder);
      if (lock === undefined) return;
      waiting = waiting.filter((other) => other !== wish);
      parts.alarm.by(lock.until);
      wish.granted(lock);
    }
  };

  const dispatch = () => {
    // Nobody may see a message that a kill could still unmake.
    journal.flush();
    grantSessions();
    for (let consumer = nextConsumer(); consumer !== undefined; consumer = nextConsumer()) {
      const entry = store.take(laneOf(consumer));
      if (entry === undefined) return;
      if (parts.expired(entry)) {
        parts.drop(entry);
        continue;
      }
      if (consumer.deletesOnReceive) {
        parts.drop(entry);
        journal.flush();
      } else {
        parts.lock(entry);
      }
      consumer.deliver(entry);
    }
  };

  const wake = () => {
    if (awake) return;
    awake = true;
    journal.whenWritten(() => {
      awake = false;
      dispatch();
    });
  };

  return {
    addConsumer: (consumer) => {
      consumers = [...consumers, consumer];
      return () => {
        consumers = consumers.filter((other) => other !== consumer);
      };
    },
    awaitSession: (holder, granted) => {
      const wish = { holder, granted };
      waiting = [...waiting, wish];
      wake();
      return () => {
        waiting = waiting.filter((other) => other !== wish);
      };
    },
    dispatch,
    wake,
  };
};
