import type { Outbox, PendingMessage } from '../../../lib/ports/outbox.ts';
import type { OutgoingMessage } from '../../../lib/ports/publisher.ts';
import type { Instant } from '../../../lib/domain/time.ts';
import type { Clock } from '../../../lib/ports/clock.ts';
import { fakeClock } from './clock.ts';
import { frozenCopy } from './deep-copy.ts';

/** An outbox in memory, shared by all the stores of an app. */
export interface FakeOutbox extends Outbox {
  /** What a store does within its commit. The same id in the same place lies there once. */
  put(table: string, partitionKey: string, messages: readonly OutgoingMessage[]): readonly PendingMessage[];
  /** All that has not been sent, oldest first. */
  waiting(): readonly OutgoingMessage[];
  /** From now on this message can't be read, as a row that someone wrote by hand. */
  spoil(id: OutgoingMessage['id']): void;
}

export const fakeOutbox = (clock: Clock = fakeClock()): FakeOutbox => {
  const lying = new Map<string, PendingMessage>();
  const putAt = new Map<string, Instant>();
  const spoiled = new Set<string>();
  const placeOf = ({ at }: PendingMessage) => JSON.stringify([at.table, at.partitionKey, at.rowKey]);
  return {
    put: (table, partitionKey, messages) => {
      const added = new Map<string, PendingMessage>();
      for (const message of messages) {
        const pending = frozenCopy({ message, at: { table, partitionKey, rowKey: `out~${message.id}` } });
        added.set(placeOf(pending), pending);
      }
      for (const [place, pending] of added) {
        lying.set(place, pending);
        putAt.set(place, clock.now());
      }
      return [...added.values()];
    },
    waiting: () => [...lying.values()].map(({ message }) => message),
    spoil: (id) => void spoiled.add(id),
    pending: (limit, unreadable) => {
      const oldest = [...lying.values()].slice(0, limit);
      for (const { message, at } of oldest) if (spoiled.has(message.id)) unreadable(at.rowKey);
      return Promise.resolve(oldest.filter(({ message }) => !spoiled.has(message.id)));
    },
    sent: (pending) => {
      for (const each of pending) {
        lying.delete(placeOf(each));
        putAt.delete(placeOf(each));
      }
      return Promise.resolve();
    },
    backlog: () => Promise.resolve({ count: lying.size, oldestAt: [...putAt.values()][0] }),
  };
};
