import { type Instant, parseInstant } from '../domain/time.ts';
import { anyEvent } from '../events/cloud-event.ts';
import type { AuditEntry } from '../domain/audit-chain.ts';
import type { Audit } from '../ports/audit.ts';
import type { Log } from '../ports/log.ts';
import type { PendingMessage } from '../ports/outbox.ts';

interface Deps {
  readonly audit: Audit;
  readonly log: Log;
}

/** After so many in a row the record itself is away, and the rest would meet the same. */
const ENOUGH = 3;

/**
 * Puts on record what is for the record, and answers what may go out now: whatever need not be recorded, or was. One that
 * can't be recorded holds up itself alone.
 */
export const recordPending =
  ({ audit, log }: Deps) =>
  async (pending: readonly PendingMessage[]): Promise<readonly PendingMessage[]> => {
    const failed = new Set<PendingMessage>();
    const fail = (entry: PendingMessage, error: unknown) => {
      failed.add(entry);
      const { destination, id: messageId } = entry.message;
      const failure = error instanceof Error ? error.message : 'unknown';
      log('PUBLISH_FAILED', { destination, messageId, failure });
    };
    const readable = new Map<PendingMessage, AuditEntry>();
    for (const entry of pending.filter(({ message }) => message.audited)) {
      try {
        readable.set(entry, asAuditEntry(entry));
      } catch (error) {
        fail(entry, error);
      }
    }
    const isTogether = await isDone(audit.append([...readable.values()]));
    if (!isTogether) {
      let inARow = 0;
      for (const [entry, recorded] of readable) {
        if (inARow >= ENOUGH) {
          failed.add(entry);
          continue;
        }
        try {
          await audit.append([recorded]);
          inARow = 0;
        } catch (error) {
          fail(entry, error);
          inARow += 1;
        }
      }
    }
    return pending.filter((entry) => !failed.has(entry));
  };

/** Whichever entry it was that failed is found out by adding each for itself; there its error is said. */
const isDone = (work: Promise<void>): Promise<boolean> =>
  work.then(
    () => true,
    () => false,
  );

const asAuditEntry = ({ message: { id, body } }: PendingMessage): AuditEntry => ({
  id,
  occurredAt: timeOf(body),
  body,
});

/** The event's own time, so that a second recording is the same entry, whenever it comes. */
const timeOf = (body: string): Instant => {
  const at = parseInstant(anyEvent.parse(JSON.parse(body)).time);
  if (at === undefined) throw new Error('An event of ours has no time.');
  return at;
};
