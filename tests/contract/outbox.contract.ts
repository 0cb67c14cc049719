import { describe, expect, test } from '@jest/globals';
import type { OutgoingMessage } from '../../lib/ports/publisher.ts';
import type { Outbox } from '../../lib/ports/outbox.ts';
import { aMessage, unreadable } from '../support/messages.ts';

/** An outbox with nothing in it, and a way to commit messages to the stores that it looks into. */
export interface OutboxUnderTest {
  readonly outbox: Outbox;
  /** Commits the messages with an aggregate of its own, in one of several stores. */
  readonly commit: (store: number, messages: readonly OutgoingMessage[]) => Promise<void>;
}

/** What an outbox promises. */
export const outboxContract = (name: string, makeSubjectUnderTest: () => Promise<OutboxUnderTest>): void =>
  describe(name, () => {
    const waiting = async (outbox: Outbox, limit = 1000): Promise<readonly OutgoingMessage[]> =>
      (await outbox.pending(limit, unreadable)).map(({ message }) => message);

    test('is empty until something is committed', async () => {
      const { outbox } = await makeSubjectUnderTest();
      await expect(waiting(outbox)).resolves.toEqual([]);
    });

    test('gives a message back to the letter', async () => {
      const { outbox, commit } = await makeSubjectUnderTest();
      const messages = [
        aMessage({ sessionId: 'sb-1', body: 'long ☃ 😀 '.repeat(15_000) }),
        aMessage({ properties: { text: "it's", number: -1.5, yes: false }, audited: false }),
      ];
      for (const message of messages) await commit(0, [message]);
      const found = await waiting(outbox);
      expect(found).toHaveLength(2);
      for (const message of messages) expect(found).toContainEqual(message);
    });

    test('holds the messages of all stores', async () => {
      const { outbox, commit } = await makeSubjectUnderTest();
      const messages = [aMessage(), aMessage()];
      for (const [store, message] of messages.entries()) await commit(store, [message]);
      expect(ids(await waiting(outbox))).toEqual(ids(messages));
    });

    test('gives no more than was asked for', async () => {
      const { outbox, commit } = await makeSubjectUnderTest();
      await commit(0, [aMessage(), aMessage(), aMessage()]);
      await commit(1, [aMessage(), aMessage()]);
      await expect(waiting(outbox, 4)).resolves.toHaveLength(4);
    });

    test('gives the oldest first', async () => {
      const { outbox, commit } = await makeSubjectUnderTest();
      const messages = Array.from({ length: 5 }, () => aMessage());
      for (const message of messages) await commit(0, [message]);
      expect((await waiting(outbox, 3)).map(({ id }) => id)).toEqual(
        messages.slice(0, 3).map(({ id }) => id),
      );
    });

    test('forgets what was sent and keeps the rest', async () => {
      const { outbox, commit } = await makeSubjectUnderTest();
      await commit(0, [aMessage(), aMessage()]);
      const [first, second] = await outbox.pending(10, unreadable);
      await outbox.sent([first!]);
      await expect(outbox.pending(10, unreadable)).resolves.toEqual([second]);
    });

    test('may be told twice that a message was sent', async () => {
      const { outbox, commit } = await makeSubjectUnderTest();
      await commit(0, [aMessage()]);
      const [pending] = await outbox.pending(10, unreadable);
      await outbox.sent([pending!]);
      await expect(outbox.sent([pending!])).resolves.toBeUndefined();
      await expect(waiting(outbox)).resolves.toEqual([]);
    });

    test('forgets many at once, of several stores, though some were forgotten before', async () => {
      const { outbox, commit } = await makeSubjectUnderTest();
      for (let n = 0; n < 8; n += 1) await commit(n % 2, [aMessage(), aMessage(), aMessage()]);
      const all = await outbox.pending(100, unreadable);
      const [kept, ...others] = all;
      await outbox.sent(others.slice(0, 3));
      await outbox.sent([...others, ...others.slice(5, 9)]);
      await expect(outbox.pending(100, unreadable)).resolves.toEqual([kept]);
    });

    test('says how many wait and since when', async () => {
      const { outbox, commit } = await makeSubjectUnderTest();
      await expect(outbox.backlog()).resolves.toEqual({ count: 0, oldestAt: undefined });
      await commit(0, [aMessage()]);
      const { oldestAt } = await outbox.backlog();
      await commit(1, [aMessage(), aMessage()]);
      expect(oldestAt).toBeGreaterThan(0);
      await expect(outbox.backlog()).resolves.toEqual({ count: 3, oldestAt });
    });
  });

const ids = (messages: readonly OutgoingMessage[]): readonly string[] => messages.map(({ id }) => id).sort();
