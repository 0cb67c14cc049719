import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { receive, receiveOne, type RunningNamespace, startNamespace } from './running-namespace.ts';

let bus: RunningNamespace;
beforeAll(async () => {
  const session = (name: string) => ({ name, requiresSession: true });
  bus = await startNamespace({
    topology: {
      topics: [{ name: 'work', subscriptions: [session('step')] }],
      queues: [
        ...['exclusive', 'ordered', 'waiting', 'state', 'closed', 'refusing', 'patience'].map(session),
        { ...session('expiring'), lockDuration: 'PT1S' },
        { name: 'plain' },
      ],
    },
  });
});
afterAll(() => bus.stop());

const bodies = (messages: readonly { body: unknown }[]) => messages.map(({ body }) => body);

describe('a queue with sessions', () => {
  test('gives each session to one receiver at a time', async () => {
    await bus.client.createSender('exclusive').sendMessages([
      { body: 1, sessionId: 'a' },
      { body: 2, sessionId: 'b' },
      { body: 3, sessionId: 'a' },
    ]);
    const first = await bus.client.acceptNextSession('exclusive');
    const second = await bus.newClient().acceptNextSession('exclusive');
    expect([first.sessionId, second.sessionId]).toEqual(['a', 'b']);
    await expect(bus.client.acceptSession('exclusive', 'a')).rejects.toMatchObject({
      code: 'SessionCannotBeLocked',
    });
    expect(bodies(await receive(first, 2))).toEqual([1, 3]);
    expect(bodies(await receive(second, 1))).toEqual([2]);
  });

  test('keeps the order within a session when one is given back', async () => {
    const sessionId = 'a';
    await bus.client.createSender('ordered').sendMessages([1, 2, 3].map((body) => ({ body, sessionId })));
    const receiver = await bus.client.acceptSession('ordered', 'a');
    await receiver.abandonMessage(await receiveOne(receiver));
    const messages = await receive(receiver, 3);
    expect(messages.map(({ body, deliveryCount }) => [body as number, deliveryCount])).toEqual([
      [1, 1],
      [2, 0],
      [3, 0],
    ]);
  });

  test('lets a receiver wait until a session has messages', async () => {
    const accepting = bus.client.acceptNextSession('waiting');
    await bus.client.createSender('waiting').sendMessages({ body: 'at last', sessionId: 'x' });
    const receiver = await accepting;
    expect(receiver.sessionId).toBe('x');
    expect(receiver.sessionLockedUntilUtc.getTime()).toBeGreaterThan(Date.now());
    expect((await receiveOne(receiver)).body).toBe('at last');
  });

  test('tells a receiver when no session came in time', async () => {
    const client = bus.newClient({ timeoutInMs: 200 });
    await expect(client.acceptNextSession('patience')).rejects.toMatchObject({ code: 'ServiceTimeout' });
  });

  test('keeps the state of a session', async () => {
    const first = await bus.client.acceptSession('state', 's');
    expect(await first.getSessionState()).toBeNull();
    await first.setSessionState({ step: 3 });
    await first.close();
    const second = await bus.client.acceptSession('state', 's');
    expect(await second.getSessionState()).toEqual({ step: 3 });
    const before = second.sessionLockedUntilUtc.getTime();
    expect((await second.renewSessionLock()).getTime()).toBeGreaterThanOrEqual(before);
  });

  test('frees a session that is closed, without counting what was not settled', async () => {
    await bus.client.createSender('closed').sendMessages({ body: 1, sessionId: 'a' });
    const first = await bus.client.acceptNextSession('closed');
    await receiveOne(first);
    await first.close();
    const second = await bus.client.acceptNextSession('closed');
    expect(await receiveOne(second)).toMatchObject({ body: 1, deliveryCount: 0 });
  });

  test('takes a session back when its lock expires, and counts what was not settled', async () => {
    await bus.client.createSender('expiring').sendMessages({ body: 1, sessionId: 'a' });
    const slow = await bus.client.acceptSession('expiring', 'a', { maxAutoLockRenewalDurationInMs: 0 });
    const message = await receiveOne(slow);
    // waits, since the session is not free before its lock expires
    const next = await bus.newClient().acceptNextSession('expiring');
    expect(await receiveOne(next)).toMatchObject({ body: 1, deliveryCount: 1 });
    await expect(slow.completeMessage(message)).rejects.toMatchObject({ code: 'SessionLockLost' });
  });

  test('refuses messages without a session, and receivers without one', async () => {
    await expect(bus.client.createSender('refusing').sendMessages({ body: 1 })).rejects.toThrow('SessionId');
    await expect(bus.client.createReceiver('refusing').receiveMessages(1)).rejects.toThrow(
      'requires sessions',
    );
    // the client says so of whatever ends a session link
    await expect(bus.client.acceptSession('plain', 'a')).rejects.toMatchObject({
      code: 'SessionCannotBeLocked',
    });
  });
});

describe('a subscription with sessions', () => {
  test('receives in the order of the topic', async () => {
    const sessionId = 'subject-1';
    await bus.client.createSender('work').sendMessages([1, 2].map((body) => ({ body, sessionId })));
    const receiver = await bus.client.acceptNextSession('work', 'step');
    expect(bodies(await receive(receiver, 2))).toEqual([1, 2]);
  });

  test('buries a message that has no session', async () => {
    await bus.client.createSender('work').sendMessages({ body: 'lost' });
    const dead = bus.client.createReceiver('work', 'step', { subQueueType: 'deadLetter' });
    expect((await receiveOne(dead)).body).toBe('lost');
  });
});
