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
 * recorded; so it goes out at least once. Nothing is thrown, since the change is a fact whatever becomes of its messages:
 * what fails stays in the outbox, and what goes elsewhere is not held up by it. Answers how many went.
 */
export const sendPending = ({ publisher, outbox, audit, log }: Sending) => {
  const send = async (entry: PendingMessage): Promise<'sent' | 'away' | 'failed'> => {
    const { message } = entry;
    const said = { destination: message.destination, messageId: message.id };
    try {
      if (message.audited)
        await audit.append({ id: message.id, occurredAt: timeOf(message.body), body: message.body });
      const sent = await publisher.send(message);
      if (sent.ok) await outbox.sent(entry);
      else log('PUBLISH_POSTPONED', said);
      return sent.ok ? 'sent' : 'away';
    } catch (error) {
      log('PUBLISH_FAILED', { ...said, failure: error instanceof Error ? error.message : 'unknown' });
      return 'failed';
    }
  };

  return async (pending: readonly PendingMessage[]): Promise<number> => {
    const failures = new Map<string, number>();
    let count = 0;
    for (const entry of pending) {
      const { destination } = entry.message;
      const failed = failures.get(destination) ?? 0;
      if (failed >= ENOUGH) continue;
      const outcome = await send(entry);
      if (outcome === 'sent') count += 1;
      else failures.set(destination, outcome === 'away' ? ENOUGH : failed + 1);
    }
    return count;
  };
};

/** After so many failures of one run the rest of a destination would meet the same; a few bad messages block nobody. */
const ENOUGH = 20;

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
