import { randomUUID } from 'node:crypto';
import { withApplicationProperties } from '../message/codec.ts';
import type { Message } from '../message/message.ts';
import { createAlarm } from './alarm.ts';
import { createDispatch } from './dispatch.ts';
import type { Entry, Properties } from './entry.ts';
import type { Mailbox, MailboxLinks, MailboxSettings } from './mailbox.ts';
import { createMessageStore, type NewEntry } from './message-store.ts';
import { createSessionBook } from './session-book.ts';

/** Makes a mailbox and takes up what was saved of it. */
export const createMailbox = (settings: MailboxSettings, links: MailboxLinks): Mailbox => {
  const { path, lockMs, maxDeliveryCount, requiresSession } = settings;
  const { journal, saved, deadLetters } = links;
  const laneOf = ({ system }: Message) => (requiresSession ? (system.sessionId ?? '') : '');
  const store = createMessageStore(path, laneOf, journal, saved);
  const sessions = createSessionBook(path, lockMs, journal, saved.sessions);
  // By expiry: locks last equally long, and a renewed one goes to the end.
  const locked = new Map<string, Entry>();
  const timed = new Set<Entry>();

  /** The dead don't die again: time to live ends at the dead-letter queue. */
  const expiresAt = ({ enqueuedAt, message }: Entry): number | undefined =>
    message.ttlMs === undefined || deadLetters === undefined ? undefined : enqueuedAt + message.ttlMs;
  const isExpired = (entry: Entry, now: number): boolean => (expiresAt(entry) ?? Infinity) <= now;

  const alarm = createAlarm(() => sweep(Date.now()));
  const dispatching = createDispatch({
    store,
    sessions,
    journal,
    requiresSession,
    lock,
    drop: remove,
    expired: (entry) => isExpired(entry, Date.now()),
    alarm,
  });
  const wake = () => dispatching.wake();

  function lock(entry: Entry): Entry {
    const until = sessions.lockOf(laneOf(entry.message))?.until ?? Date.now() + lockMs;
    entry.lock = { token: randomUUID().replaceAll('-', ''), until };
    locked.set(entry.lock.token, entry);
    if (!requiresSession) alarm.by(until);
    return entry;
  }

  function unlock(entry: Entry): void {
    if (entry.lock !== undefined) locked.delete(entry.lock.token);
    entry.lock = undefined;
  }

  function remove(entry: Entry): void {
    unlock(entry);
    timed.delete(entry);
    store.remove(entry);
  }

  /** Written to the dead-letter queue first: a kill in between must not lose it. */
  const bury = (entry: Entry, properties: Record<string, unknown>) => {
    const message = withApplicationProperties(entry.message, properties);
    const { enqueuedAt, seq: enqueuedSeq, deliveryCount } = entry;
    deadLetters?.put({ message, enqueuedAt, enqueuedSeq, deliveryCount });
    remove(entry);
  };

  const giveBack = (entry: Entry, failed: boolean) => {
    unlock(entry);
    if (failed) entry.deliveryCount += 1;
    if (deadLetters !== undefined && entry.deliveryCount >= maxDeliveryCount) {
      bury(entry, {
        DeadLetterReason: 'MaxDeliveryCountExceeded',
        DeadLetterErrorDescription: `The message could not be consumed after ${maxDeliveryCount} delivery attempts.`,
      });
      return;
    }
    if (failed) store.save(entry);
    store.offer(entry);
    wake();
  };

  /** The entry keeps its place and number, with other properties. */
  const changed = (entry: Entry, properties: Properties): Entry => {
    entry.message = withApplicationProperties(entry.message, properties);
    return entry;
  };

  const watch = (entry: Entry) => {
    const expiry = expiresAt(entry);
    if (entry.state !== 'scheduled' && expiry === undefined) return;
    timed.add(entry);
    alarm.by(entry.state === 'scheduled' ? entry.dueAt : expiry);
  };

  const put = (given: NewEntry): Entry => {
    const entry = store.put(given);
    if (requiresSession && given.message.system.sessionId === undefined) {
      bury(entry, { DeadLetterReason: 'Session id is null.' });
      return entry;
    }
    watch(entry);
    wake();
    return entry;
  };

  const comeDue = (entry: Entry) => {
    if (links.onDue === undefined) put({ message: entry.message, enqueuedSeq: entry.seq });
    else links.onDue(entry.message);
    remove(entry);
  };

  const endSession = (id: string, failed: boolean) => {
    for (const entry of [...locked.values()].filter(({ message }) => laneOf(message) === id)) {
      giveBack(entry, failed);
    }
    wake();
  };

  function sweep(now: number): void {
    for (const { id, holder } of sessions.expire(now)) {
      endSession(id, true);
      holder.lost();
    }
    for (const entry of requiresSession ? [] : [...locked.values()]) {
      if ((entry.lock?.until ?? 0) > now) break;
      giveBack(entry, true);
    }
    for (const entry of timed) {
      if (entry.state === 'scheduled' && (entry.dueAt ?? 0) <= now) comeDue(entry);
      else if (entry.lock === undefined && isExpired(entry, now)) remove(entry);
      else alarm.by(entry.state === 'scheduled' ? entry.dueAt : (entry.lock?.until ?? expiresAt(entry)));
    }
    alarm.by(sessions.nextExpiry());
    if (!requiresSession) alarm.by(locked.values().next().value?.lock?.until);
  }

  for (const entry of store.all()) watch(entry);

  return {
    settings,
    deadLetters,
    sessions,
    put,
    cancelScheduled: (seq) => {
      const entry = store.get(seq);
      if (entry?.state !== 'scheduled') return false;
      remove(entry);
      return true;
    },
    addConsumer: (consumer) => dispatching.addConsumer(consumer),
    awaitSession: (holder, granted) => dispatching.awaitSession(holder, granted),
    acceptSession: (id, holder) => {
      const taken = sessions.lock(id, holder);
      alarm.by(taken?.until);
      return taken;
    },
    releaseSession: (id, holder) => {
      if (sessions.release(id, holder)) endSession(id, false);
    },
    dispatch: () => dispatching.dispatch(),
    settle: (token, outcome) => {
      const entry = locked.get(token);
      if (entry === undefined) return 'lock-lost';
      switch (outcome.kind) {
        case 'complete':
          remove(entry);
          return 'done';
        case 'abandon':
          giveBack(changed(entry, outcome.properties), outcome.failed);
          return 'done';
        case 'defer':
          unlock(changed(entry, outcome.properties));
          entry.state = 'deferred';
          store.save(entry);
          return 'done';
        case 'dead-letter':
          if (deadLetters === undefined) {
            giveBack(entry, false);
            return 'refused';
          }
          bury(entry, {
            ...outcome.properties,
            DeadLetterReason: outcome.reason,
            DeadLetterErrorDescription: outcome.description,
          });
          return 'done';
      }
    },
    renew: (token) => {
      const entry = locked.get(token);
      if (entry === undefined) return undefined;
      unlock(entry);
      entry.lock = { token, until: Date.now() + lockMs };
      locked.set(token, entry);
      return entry.lock.until;
    },
    renewSession: (id) => {
      const until = sessions.renew(id)?.until;
      for (const entry of locked.values()) {
        if (until !== undefined && entry.lock !== undefined && laneOf(entry.message) === id) {
          entry.lock = { token: entry.lock.token, until };
        }
      }
      return until;
    },
    receiveDeferred: (seqs, removes) => {
      const found = seqs
        .map((seq) => store.get(seq))
        .filter((entry) => entry?.state === 'deferred' && entry.lock === undefined)
        .filter((entry) => entry !== undefined)
        // In a session only its holder receives, and its lock is the message's lock.
        .filter(({ message }) => !requiresSession || sessions.lockOf(laneOf(message)) !== undefined);
      if (found.length < seqs.length) return undefined;
      for (const entry of found) (removes ? remove : lock)(entry);
      return found;
    },
    peek: (fromSeq, count, session) =>
      store
        .all()
        .filter((entry) => entry.seq >= fromSeq)
        .filter(({ message }) => session === undefined || message.system.sessionId === session)
        .slice(0, count),
    counts: () => store.counts(),
    stop: () => alarm.stop(),
  };
};
