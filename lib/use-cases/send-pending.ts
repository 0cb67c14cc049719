import { ok, type Result } from '../domain/result.ts';
import { type Instant, parseInstant } from '../domain/time.ts';
import { anyEvent } from '../events/cloud-event.ts';
import type { Aggregates, Change, Version } from '../ports/aggregates.ts';
import type { Audit } from '../ports/audit.ts';
import type { Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';
import type { Outbox, PendingMessage } from '../ports/outbox.ts';
import type { Publisher } from '../ports/publisher.ts';

export interface Sending {
  readonly publisher: Publisher;
  readonly outbox: Outbox;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly log: Log;
}

/** The event's own time, so that a second recording is the same entry, whenever it comes. */
const timeOf = (body: string): Instant => {
  const at = parseInstant(anyEvent.parse(JSON.parse(body)).time);
  if (at === undefined) throw new Error('An event of ours has no time.');
  return at;
};

/**
 * Sends what was committed. Invariant: a message is forgotten only after it was sent and, if it is for the record,
 * recorded; so it goes out at least once. Answers how many went.
 */
export const sendPending =
  ({ publisher, outbox, audit, log }: Sending) =>
  async (pending: readonly PendingMessage[]): Promise<number> => {
    let count = 0;
    for (const entry of pending) {
      const { message } = entry;
      if (message.audited)
        await audit.append({ id: message.id, occurredAt: timeOf(message.body), body: message.body });
      const sent = await publisher.send(message);
      if (!sent.ok) {
        // The rest would meet the same outage; the timer sends all of it later.
        log('PUBLISH_POSTPONED', { destination: message.destination, messageId: message.id });
        return count;
      }
      await outbox.sent(entry);
      count += 1;
    }
    return count;
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
