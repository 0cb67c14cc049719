import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { days, type Instant, instantOfMs, minus, parseInstant, plus } from '../../lib/domain/time.ts';
import type { Aggregates, Change, Stored, Version } from '../../lib/ports/aggregates.ts';
import type { Outbox } from '../../lib/ports/outbox.ts';
import { aMessage, unreadable } from '../support/messages.ts';

/** One store with nothing in it yet, its outbox, and as many different aggregates as one asks for. */
export interface AggregatesUnderTest<Key, State> {
  readonly store: Aggregates<Key, State>;
  readonly outbox: Outbox;
  key(n: number): Key;
  state(n: number): State;
  close(): Promise<void>;
}

const NOW = parseInstant('2026-11-21T12:00:00Z')!;
const ALL = 1000;

/** What every store of aggregates promises. */
export const aggregatesContract = <Key, State>(
  name: string,
  makeSubjectUnderTest: () => Promise<AggregatesUnderTest<Key, State>>,
): void =>
  describe(name, () => {
    let sut: AggregatesUnderTest<Key, State>;
    let used = 0;
    const freshKey = () => sut.key((used += 1));
    beforeAll(async () => {
      sut = await makeSubjectUnderTest();
    });
    afterAll(() => sut.close());

    const change = (given: Partial<Change<State>>): Change<State> => ({
      state: sut.state(0),
      expected: 'absent',
      dueAt: undefined,
      messages: [],
      ...given,
    });
    const committed = async (key: Key, given: Partial<Change<State>> = {}): Promise<Version> => {
      const result = await sut.store.commit(key, change(given));
      if (!result.ok) throw new Error(result.failure.code);
      return result.value.version;
    };
    const found = async (key: Key): Promise<Stored<State>> => (await sut.store.find(key))!;
    const isDue = async (key: Key, now: Instant) => (await sut.store.due(now, ALL)).some(same(key));
    const waitingIds = async () =>
      (await sut.outbox.pending(ALL, unreadable)).map(({ message }) => message.id);

    test('what was never written is not found', async () => {
      await expect(sut.store.find(freshKey())).resolves.toBeUndefined();
    });

    test('what was written is found as it was', async () => {
      const key = freshKey();
      await committed(key, { state: sut.state(1) });
      await expect(found(key)).resolves.toMatchObject({ state: sut.state(1) });
    });

    test('the version of a commit carries the next one, and a read gives the same version', async () => {
      const key = freshKey();
      const first = await committed(key, { dueAt: NOW });
      const second = await committed(key, { expected: first, state: sut.state(2) });
      expect(await found(key)).toStrictEqual({ state: sut.state(2), version: second });
    });

    test('a write with an old version is stale and changes nothing', async () => {
      const key = freshKey();
      const old = await committed(key);
      await committed(key, { expected: old, state: sut.state(2) });
      const late = change({ expected: old, state: sut.state(3), dueAt: NOW, messages: [aMessage()] });

      await expect(sut.store.commit(key, late)).resolves.toEqual({ ok: false, failure: { code: 'STALE' } });
      await expect(found(key)).resolves.toMatchObject({ state: sut.state(2) });
      await expect(isDue(key, NOW)).resolves.toBe(false);
      await expect(waitingIds()).resolves.not.toContain(late.messages[0]!.id);
    });

    test('what exists can not be made once more', async () => {
      const key = freshKey();
      await committed(key, { state: sut.state(1) });
      const again = await sut.store.commit(key, change({ state: sut.state(2) }));
      expect(again).toEqual({ ok: false, failure: { code: 'STALE' } });
      await expect(found(key)).resolves.toMatchObject({ state: sut.state(1) });
    });

    test('of forty who write at once, one wins', async () => {
      const key = freshKey();
      const expected = await committed(key);
      const writers = Array.from({ length: 40 }, (_, n) => ({
        state: sut.state(n + 1),
        message: aMessage(),
      }));
      const results = await Promise.all(
        writers.map(({ state, message }) =>
          sut.store.commit(key, change({ expected, state, messages: [message] })),
        ),
      );
      const winners = writers.filter((_, n) => results[n]!.ok);
      expect(winners).toHaveLength(1);
      await expect(found(key)).resolves.toMatchObject({ state: winners[0]!.state });
      const waiting = await waitingIds();
      expect(writers.filter(({ message }) => waiting.includes(message.id))).toEqual(winners);
    });

    test('state, due row and messages come together', async () => {
      const key = freshKey();
      const messages = [aMessage(), aMessage()];
      const result = await sut.store.commit(key, change({ dueAt: NOW, messages }));

      expect(result).toMatchObject({
        ok: true,
        value: { pending: messages.map((message) => ({ message })) },
      });
      await expect(isDue(key, NOW)).resolves.toBe(true);
      expect(await waitingIds()).toEqual(expect.arrayContaining(messages.map(({ id }) => id)));
    });

    test('a pending message of a commit is the one that the outbox forgets', async () => {
      const message = aMessage();
      const result = await sut.store.commit(freshKey(), change({ messages: [message] }));
      if (!result.ok) throw new Error(result.failure.code);
      for (const pending of result.value.pending) await sut.outbox.sent([pending]);
      await expect(waitingIds()).resolves.not.toContain(message.id);
    });

    test('a message that still waits may be said again, and waits once', async () => {
      const key = freshKey();
      const message = aMessage();
      const expected = await committed(key, { messages: [message] });
      await committed(key, { expected, messages: [message, message] });
      expect((await waitingIds()).filter((id) => id === message.id)).toHaveLength(1);
    });

    test.each([
      { offset: -1, due: false },
      { offset: 0, due: true },
      { offset: 1, due: true },
    ])('asked $offset ms after its instant, it is due: $due', async ({ offset, due }) => {
      const key = freshKey();
      await committed(key, { dueAt: NOW });
      await expect(isDue(key, instantOfMs(NOW + offset))).resolves.toBe(due);
    });

    test('what moved its deadline is due at the new one only', async () => {
      const key = freshKey();
      const expected = await committed(key, { dueAt: NOW });
      await committed(key, { expected, dueAt: plus(NOW, days(1)) });
      await expect(isDue(key, NOW)).resolves.toBe(false);
      await expect(isDue(key, plus(NOW, days(1)))).resolves.toBe(true);
    });

    test('what was changed without moving its deadline stays due', async () => {
      const key = freshKey();
      const expected = await committed(key, { dueAt: NOW });
      await committed(key, { expected, state: sut.state(2), dueAt: NOW });
      expect((await sut.store.due(NOW, ALL)).filter(same(key))).toHaveLength(1);
    });

    test('what has no deadline any more is never due', async () => {
      const key = freshKey();
      const expected = await committed(key, { dueAt: NOW });
      await committed(key, { expected });
      await expect(isDue(key, plus(NOW, days(3650)))).resolves.toBe(false);
    });

    test('the longest due comes first, and no more than was asked for', async () => {
      const keys = [3, 1, 2].map((age) => ({ age, key: freshKey() }));
      for (const { age, key } of keys) await committed(key, { dueAt: minus(NOW, days(1000 + age)) });
      const [first, second] = await sut.store.due(minus(NOW, days(1000)), 2);
      expect([first, second]).toEqual([keys[0]!.key, keys[2]!.key]);
      await expect(sut.store.due(minus(NOW, days(1000)), 2)).resolves.toHaveLength(2);
    });
  });

const same =
  <Key>(key: Key) =>
  (other: Key): boolean =>
    JSON.stringify(other) === JSON.stringify(key);
