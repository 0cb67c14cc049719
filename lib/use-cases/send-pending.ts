import { ok, type Result } from '../domain/result.ts';
import type { Aggregates, Change, Version } from '../ports/aggregates.ts';
import type { Audit } from '../ports/audit.ts';
import type { Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';
import type { Outbox, PendingMessage } from '../ports/outbox.ts';
import type { Publisher } from '../ports/publisher.ts';
import { recordPending } from './record-pending.ts';

export interface Sending {
  readonly publisher: Publisher;
  readonly outbox: Outbox;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly log: Log;
}

/** What goes out together: few requests, and little to do again after a crash. */
const TOGETHER = 200;

/**
 * Sends what was committed. Invariant: a message is forgotten only after it was sent and, if it is for the record,
 * recorded; so it goes out at least once. Nothing is thrown, since the change is a fact whatever becomes of its messages:
 * what fails stays in the outbox, and what goes elsewhere is not held up by it. Answers how many went.
 */
export const sendPending = ({ publisher, outbox, audit, log }: Sending) => {
  const record = recordPending({ audit, log });

  const send = async (entries: readonly PendingMessage[], away: Set<string>): Promise<number> => {
    const outcomes = await publisher.sendAll(entries.map(({ message }) => message));
    const sent = entries.filter((_, index) => outcomes[index]?.ok === true);
    for (const [index, { message }] of entries.entries()) {
      const outcome = outcomes[index];
      if (outcome === undefined || outcome.ok) continue;
      const { code, reason } = outcome.failure;
      const { destination, id } = message;
      if (code === 'REFUSED') log('PUBLISH_FAILED', { destination, messageId: id, failure: reason });
      else if (!away.has(destination)) {
        away.add(destination);
        log('PUBLISH_POSTPONED', { destination, messageId: id, failure: reason });
      }
    }
    await outbox.sent(sent);
    return sent.length;
  };

  return async (pending: readonly PendingMessage[]): Promise<number> => {
    const away = new Set<string>();
    let count = 0;
    for (let start = 0; start < pending.length; start += TOGETHER) {
      const part = pending.slice(start, start + TOGETHER);
      try {
        const recorded = await record(part.filter(({ message }) => !away.has(message.destination)));
        count += await send(recorded, away);
      } catch (error) {
        // What was sent and could not be forgotten is sent once more, and dropped by the broker as a duplicate.
        log('PUBLISH_FAILED', { failure: error instanceof Error ? error.message : 'unknown' });
        return count;
      }
    }
    return count;
  };
};

/** Commits a change and, once it is a fact, sends what it says. */
export const commitAndSend = (sending: Sending) => {
  const send = sendPending(sending);
  return async <Key, State>(
    store: Aggregates<Key, State>,
    key: Key,
    change: Change<State>,
  ): Promise<Result<Version, { readonly code: 'STALE' }>> => {
    const committed = await store.commit(key, change);
    if (!committed.ok) return committed;
    await send(committed.value.pending);
    return ok(committed.value.version);
  };
};
