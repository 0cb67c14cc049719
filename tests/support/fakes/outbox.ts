import type { Outbox, PendingMessage } from '../../../lib/ports/outbox.ts';
import type { OutgoingMessage } from '../../../lib/ports/publisher.ts';
import { frozenCopy } from './deep-copy.ts';

/** An outbox in memory, shared by all the stores of an app. */
export interface FakeOutbox extends Outbox {
  /** What a store does within its commit. The same id in the same place lies there once. */
  put(table: string, partitionKey: string, messages: readonly OutgoingMessage[]): readonly PendingMessage[];
  /** All that has not been sent, oldest first. */
  waiting(): readonly OutgoingMessage[];
}

export const fakeOutbox = (): FakeOutbox => {
  const lying = new Map<string, PendingMessage>();
  const placeOf = ({ at }: PendingMessage) => JSON.stringify([at.table, at.partitionKey, at.rowKey]);
  return {
    put: (table, partitionKey, messages) => {
      const added = new Map<string, PendingMessage>();
      for (const message of messages) {
        const pending = frozenCopy({ message, at: { table, partitionKey, rowKey: `out~${message.id}` } });
        added.set(placeOf(pending), pending);
      }
      for (const [place, pending] of added) lying.set(place, pending);
      return [...added.values()];
    },
    waiting: () => [...lying.values()].map(({ message }) => message),
    pending: (limit) => Promise.resolve([...lying.values()].slice(0, limit)),
    sent: (pending) => {
      lying.delete(placeOf(pending));
      return Promise.resolve();
    },
  };
};
