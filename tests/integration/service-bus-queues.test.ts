import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { receive, receiveOne, type RunningNamespace, startNamespace } from './running-namespace.ts';

let bus: RunningNamespace;
beforeAll(async () => {
  const names = [
    'plain',
    'deleting',
    'settled',
    'twice',
    'deferred',
    'dead',
    'later',
    'peeked',
    'brief',
    'clock',
    'large',
  ];
  bus = await startNamespace({
    topology: {
      topics: [],
      queues: [
        ...names.map((name) => ({ name, ...(name === 'twice' && { maxDeliveryCount: 2 }) })),
        { name: 'unique', duplicateDetection: 'P7D' },
      ],
    },
  });
});
afterAll(() => bus.stop());

describe('a queue', () => {
  test('delivers body and properties as they were sent', async () => {
    const sent = {
      body: { id: 7, name: 'Ümläut' },
      messageId: 'm-1',
      correlationId: 'c-1',
      subject: 'greeting',
      contentType: 'application/json',
      replyTo: 'answers',
      to: 'somebody',
      applicationProperties: { text: 'a', whole: 5, part: 1.5, yes: true, at: new Date(1_700_000_000_000) },
    };
    await bus.client.createSender('plain').sendMessages(sent);
    const receiver = bus.client.createReceiver('plain');
    const message = await receiveOne(receiver);
    const { applicationProperties, ...rest } = sent;
    expect(message).toMatchObject(rest);
    expect(message.applicationProperties).toEqual({ ...applicationProperties, at: 1_700_000_000_000 });
    expect(message).toMatchObject({ deliveryCount: 0, state: 'active' });
    expect(message.sequenceNumber?.toNumber()).toBe(1);
    expect(message.lockedUntilUtc?.getTime()).toBeGreaterThan(Date.now());
    await receiver.completeMessage(message);
    expect(await bus.counts('plain')).toMatchObject({ active: 0, locked: 0, deadLettered: 0 });
  });

  test('keeps the order of a batch and gives every message an id', async () => {
    const sender = bus.client.createSender('deleting');
    const batch = await sender.createMessageBatch();
    for (let n = 0; n < 50; n += 1) expect(batch.tryAddMessage({ body: n })).toBe(true);
    await sender.sendMessages(batch);
    const receiver = bus.client.createReceiver('deleting', { receiveMode: 'receiveAndDelete' });
    const messages = await receive(receiver, 50);
    expect(messages.map(({ body }) => body as number)).toEqual([...Array(50).keys()]);
    expect(new Set(messages.map(({ messageId }) => messageId)).size).toBe(50);
    expect(await bus.counts('deleting')).toMatchObject({ active: 0, locked: 0 });
  });

  test('gives an abandoned message back in its place, counted and changed', async () => {
    await bus.client.createSender('settled').sendMessages([{ body: 'first' }, { body: 'second' }]);
    const receiver = bus.client.createReceiver('settled');
    await receiver.abandonMessage(await receiveOne(receiver), { tried: 'once' });
    const again = await receive(receiver, 2);
    expect(again.map(({ body, deliveryCount }) => [body as string, deliveryCount])).toEqual([
      ['first', 1],
      ['second', 0],
    ]);
    expect(again[0]?.applicationProperties).toEqual({ tried: 'once' });
    for (const message of again) await receiver.completeMessage(message);
  });

  test('moves a message that failed too often to the dead letters', async () => {
    await bus.client.createSender('twice').sendMessages({ body: 'poison', messageId: 'p-1' });
    const receiver = bus.client.createReceiver('twice');
    await receiver.abandonMessage(await receiveOne(receiver));
    await receiver.abandonMessage(await receiveOne(receiver));
    const dead = await receiveOne(bus.client.createReceiver('twice', { subQueueType: 'deadLetter' }));
    expect(dead).toMatchObject({
      body: 'poison',
      messageId: 'p-1',
      deliveryCount: 2,
      deadLetterReason: 'MaxDeliveryCountExceeded',
    });
    expect(await bus.counts('twice')).toMatchObject({ active: 0, locked: 0, deadLettered: 1 });
  });

  test('sets a deferred message aside until it is asked for by its number', async () => {
    await bus.client.createSender('deferred').sendMessages({ body: 'not now' });
    const receiver = bus.client.createReceiver('deferred');
    const message = await receiveOne(receiver);
    await receiver.deferMessage(message);
    expect(await bus.counts('deferred')).toMatchObject({ active: 0, deferred: 1 });
    const [now] = await receiver.receiveDeferredMessages(message.sequenceNumber!);
    expect(now).toMatchObject({ body: 'not now', state: 'deferred' });
    await receiver.completeMessage(now!);
    expect(await bus.counts('deferred')).toMatchObject({ active: 0, deferred: 0 });
    await expect(receiver.receiveDeferredMessages(message.sequenceNumber!)).rejects.toMatchObject({
      code: 'MessageNotFound',
    });
  });

  test('keeps dead letters with their reason, for people to see', async () => {
    await bus.client
      .createSender('dead')
      .sendMessages({ body: { id: 1 }, applicationProperties: { step: 'x' } });
    const receiver = bus.client.createReceiver('dead');
    await receiver.deadLetterMessage(await receiveOne(receiver), {
      deadLetterReason: 'MalformedEvent',
      deadLetterErrorDescription: 'no such version',
      seenBy: 'test',
    });
    const { json } = await bus.control('/messages?path=dead/$DeadLetterQueue');
    expect(json).toMatchObject([
      {
        body: { id: 1 },
        applicationProperties: { step: 'x', seenBy: 'test' },
        deadLetterReason: 'MalformedEvent',
        deadLetterErrorDescription: 'no such version',
      },
    ]);
    const dead = bus.client.createReceiver('dead', { subQueueType: 'deadLetter' });
    const message = await receiveOne(dead);
    expect(message.deadLetterReason).toBe('MalformedEvent');
    await expect(dead.deadLetterMessage(message)).rejects.toMatchObject({ code: 'GeneralError' });
    await dead.completeMessage(await receiveOne(dead));
    expect(await bus.counts('dead')).toMatchObject({ deadLettered: 0 });
  });

  test('accepts a known message id and drops the message', async () => {
    const sender = bus.client.createSender('unique');
    await sender.sendMessages({ body: 1, messageId: 'same' });
    await sender.sendMessages({ body: 2, messageId: 'same' });
    await sender.sendMessages([
      { body: 3, messageId: 'other' },
      { body: 4, messageId: 'other' },
    ]);
    const receiver = bus.client.createReceiver('unique');
    for (const message of await receive(receiver, 2)) await receiver.completeMessage(message);
    // still known after it is gone
    await sender.sendMessages({ body: 5, messageId: 'same' });
    expect(await bus.counts('unique')).toMatchObject({ active: 0, locked: 0 });
  });

  test('holds scheduled messages until they are due, unless they are cancelled', async () => {
    const sender = bus.client.createSender('later');
    const [far] = await sender.scheduleMessages({ body: 'far' }, new Date(Date.now() + 3_600_000));
    expect(await bus.counts('later')).toMatchObject({ active: 0, scheduled: 1 });
    await sender.cancelScheduledMessages(far!);
    expect(await bus.counts('later')).toMatchObject({ scheduled: 0 });
    await expect(sender.cancelScheduledMessages(far!)).rejects.toMatchObject({ code: 'MessageNotFound' });

    const due = Date.now() + 150;
    await sender.sendMessages({ body: 'soon', scheduledEnqueueTimeUtc: new Date(due) });
    const message = await receiveOne(bus.client.createReceiver('later'));
    expect(message.body).toBe('soon');
    expect(message.enqueuedTimeUtc?.getTime()).toBeGreaterThanOrEqual(due);
  });

  test('shows messages to those who only look', async () => {
    await bus.client.createSender('peeked').sendMessages([{ body: 1 }, { body: 2 }, { body: 3 }]);
    const receiver = bus.client.createReceiver('peeked');
    expect((await receiver.peekMessages(2)).map(({ body }) => body as number)).toEqual([1, 2]);
    expect((await receiver.peekMessages(2)).map(({ body }) => body as number)).toEqual([3]);
    expect(await receiver.peekMessages(2)).toEqual([]);
    expect(await bus.counts('peeked')).toMatchObject({ active: 3 });
  });

  test('lets a message go when its time to live is over, unless it is dead already', async () => {
    const timeToLive = 1000;
    await bus.client.createSender('brief').sendMessages([
      { body: 'dead', timeToLive },
      { body: 'mayfly', timeToLive },
    ]);
    const receiver = bus.client.createReceiver('brief');
    await receiver.deadLetterMessage(await receiveOne(receiver));
    const over = new Date(Date.now() + 1100);
    await bus.client.createSender('clock').sendMessages({ body: 'over', scheduledEnqueueTimeUtc: over });
    await receiveOne(bus.client.createReceiver('clock'));
    expect(await bus.counts('brief')).toMatchObject({ active: 0, deadLettered: 1 });
  });

  test('refuses what is larger than 256 KB', async () => {
    const sender = bus.client.createSender('large');
    await expect(sender.sendMessages({ body: 'x'.repeat(262_144) })).rejects.toMatchObject({
      code: 'MessageSizeExceeded',
    });
    await sender.sendMessages({ body: 'x'.repeat(250_000) });
    expect((await receiveOne(bus.client.createReceiver('large'))).body).toHaveLength(250_000);
  });

  test('that does not exist is said so', async () => {
    await expect(bus.client.createSender('nowhere').sendMessages({ body: 1 })).rejects.toMatchObject({
      code: 'MessagingEntityNotFound',
    });
    await expect(bus.client.createReceiver('nowhere').receiveMessages(1)).rejects.toMatchObject({
      code: 'MessagingEntityNotFound',
    });
  });
});
