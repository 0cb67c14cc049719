import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { receive, receiveOne, type RunningNamespace, startNamespace } from './running-namespace.ts';

let bus: RunningNamespace;
beforeAll(async () => {
  bus = await startNamespace({
    topology: {
      topics: [],
      queues: [
        { name: 'expiring', lockDuration: 'PT1S' },
        { name: 'poison', lockDuration: 'PT0.05S', maxDeliveryCount: 2 },
        { name: 'renewed', lockDuration: 'PT5S' },
        { name: 'dropped', lockDuration: 'PT2S' },
        { name: 'sessions', requiresSession: true },
        { name: 'busy' },
        { name: 'subscribed' },
        { name: 'many' },
        { name: 'window' },
      ],
    },
  });
});
afterAll(() => bus.stop());

const noRenewal = { maxAutoLockRenewalDurationInMs: 0 };
const fault = (body: unknown) => bus.control('/faults', { method: 'POST', body });

describe('a message lock', () => {
  test('that expires gives the message to the next, counted, and nothing to the late', async () => {
    await bus.client.createSender('expiring').sendMessages({ body: 1 });
    const slow = bus.client.createReceiver('expiring', noRenewal);
    const message = await receiveOne(slow);
    const next = bus.newClient().createReceiver('expiring', noRenewal);
    const again = await receiveOne(next);
    expect(again).toMatchObject({ body: 1, deliveryCount: 1 });
    await expect(slow.completeMessage(message)).rejects.toMatchObject({ code: 'MessageLockLost' });
    await next.completeMessage(again);
    expect(await bus.counts('expiring')).toMatchObject({ active: 0, locked: 0 });
  });

  test('that expires too often makes a dead letter', async () => {
    await bus.client.createSender('poison').sendMessages({ body: 1 });
    const receiver = bus.client.createReceiver('poison', noRenewal);
    await receiveOne(receiver);
    await receiveOne(receiver);
    const dead = bus.client.createReceiver('poison', { subQueueType: 'deadLetter', ...noRenewal });
    expect(await receiveOne(dead)).toMatchObject({ deadLetterReason: 'MaxDeliveryCountExceeded' });
  });

  test('can be renewed', async () => {
    await bus.client.createSender('renewed').sendMessages({ body: 1 });
    const receiver = bus.client.createReceiver('renewed', noRenewal);
    const message = await receiveOne(receiver);
    const before = message.lockedUntilUtc!.getTime();
    expect((await receiver.renewMessageLock(message)).getTime()).toBeGreaterThanOrEqual(before);
    await receiver.completeMessage(message);
    await expect(receiver.renewMessageLock(message)).rejects.toMatchObject({ code: 'MessageLockLost' });
  });
});

describe('a connection that drops', () => {
  test('keeps its locks until they expire, then the message comes again, counted', async () => {
    await bus.client.createSender('dropped').sendMessages({ body: 1 });
    const message = await receiveOne(bus.newClient().createReceiver('dropped', noRenewal));
    await fault({ kind: 'drop-connections' });
    expect(await bus.counts('dropped')).toMatchObject({ active: 0, locked: 1 });
    const again = await receiveOne(bus.newClient().createReceiver('dropped', noRenewal));
    expect(again).toMatchObject({ body: 1, deliveryCount: 1 });
    expect(Date.now()).toBeGreaterThanOrEqual(message.lockedUntilUtc!.getTime());
  });

  test('frees its sessions at once', async () => {
    await bus.client.createSender('sessions').sendMessages({ body: 1, sessionId: 'a' });
    await receiveOne(await bus.newClient().acceptSession('sessions', 'a'));
    await fault({ kind: 'drop-connections' });
    const next = await bus.newClient().acceptSession('sessions', 'a');
    expect(await receiveOne(next)).toMatchObject({ body: 1, deliveryCount: 0 });
  });
});

describe('a fault', () => {
  test('makes sends busy as often as asked', async () => {
    const sender = bus.client.createSender('busy');
    await fault({ kind: 'busy', times: 1 });
    await expect(sender.sendMessages({ body: 1 })).rejects.toMatchObject({ code: 'ServiceBusy' });
    await sender.sendMessages({ body: 2 });
    expect(await bus.counts('busy')).toMatchObject({ active: 1 });
  });

  test('says of a queue that it holds all that it may, until it is taken away', async () => {
    const sender = bus.client.createSender('busy');
    await fault({ kind: 'full' });
    await expect(sender.sendMessages({ body: 1 })).rejects.toMatchObject({ code: 'QuotaExceeded' });
    await bus.control('/faults', { method: 'DELETE' });
    await sender.sendMessages({ body: 2 });
  });

  test('refuses connections until it is taken away', async () => {
    await fault({ kind: 'refuse-connections' });
    const client = bus.newClient();
    await expect(client.createSender('busy').sendMessages({ body: 1 })).rejects.toThrow();
    await bus.control('/faults', { method: 'DELETE' });
    await bus.newClient().createSender('busy').sendMessages({ body: 1 });
    expect(await fault({ kind: 'earthquake' })).toMatchObject({ status: 400 });
  });
});

const sendNumbers = (queue: string, count: number) =>
  bus.client.createSender(queue).sendMessages(Array.from({ length: count }, (_, body) => ({ body })));

describe('a subscriber', () => {
  test('processes what comes, and a failing handler gets the message again', async () => {
    const receiver = bus.client.createReceiver('subscribed');
    const seen: string[] = [];
    const done = new Promise<void>((resolve) => {
      receiver.subscribe(
        {
          processMessage: (message) => {
            seen.push(`${message.body as string}/${message.deliveryCount}`);
            if (seen.length === 4) resolve();
            const fails = message.body === 'b' && message.deliveryCount === 0;
            return fails ? Promise.reject(new Error('not yet')) : Promise.resolve();
          },
          processError: () => Promise.resolve(),
        },
        { maxConcurrentCalls: 1 },
      );
    });
    await bus.client.createSender('subscribed').sendMessages([{ body: 'a' }, { body: 'b' }, { body: 'c' }]);
    await done;
    await receiver.close();
    expect(seen).toEqual(['a/0', 'b/0', 'b/1', 'c/0']);
  });

  test('goes on after more messages than a session window holds', async () => {
    const total = 2500;
    await sendNumbers('many', total);
    const receiver = bus.client.createReceiver('many');
    const numbers: number[] = [];
    while (numbers.length < total) {
      const messages = await receive(receiver, 250);
      numbers.push(...messages.map(({ body }) => body as number));
      await Promise.all(messages.map((message) => receiver.completeMessage(message)));
    }
    expect(numbers).toEqual([...Array(total).keys()]);
    expect(await bus.counts('many')).toMatchObject({ active: 0, locked: 0 });
  });

  test('that asks for more than it has room for does not lock the rest', async () => {
    await sendNumbers('window', 2100);
    const receiver = bus.client.createReceiver('window');
    const first = await receiver.receiveMessages(2100);
    expect(first).toHaveLength(2048);
    expect(await bus.counts('window')).toMatchObject({ active: 52, locked: 2048 });
    await Promise.all(first.map((message) => receiver.completeMessage(message)));
    expect(await receive(receiver, 52)).toHaveLength(52);
  });
});
