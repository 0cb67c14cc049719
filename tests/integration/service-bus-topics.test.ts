import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startServiceBus } from '../../local/service-bus/server.ts';
import { receive, receiveOne, type RunningNamespace, startNamespace } from './running-namespace.ts';

let bus: RunningNamespace;
beforeAll(async () => {
  bus = await startNamespace({
    topology: {
      queues: [],
      topics: [
        {
          name: 'events',
          duplicateDetection: 'PT10M',
          subscriptions: [
            { name: 'everything' },
            { name: 'urgent', sqlFilter: "environment = 'LIVE' AND daysRemaining <= 14" },
            { name: 'issue', correlationFilter: { step: 'issue-credential' } },
          ],
        },
        { name: 'later', subscriptions: [{ name: 'all' }] },
        { name: 'ruled', subscriptions: [{ name: 'changing' }] },
        { name: 'open', subscriptions: [] },
      ],
    },
  });
});
afterAll(() => bus.stop());

const bodies = async (topic: string, subscription: string, count: number) => {
  const receiver = bus.client.createReceiver(topic, subscription, { receiveMode: 'receiveAndDelete' });
  return (await receive(receiver, count)).map(({ body }) => body as unknown);
};

describe('a topic', () => {
  test('gives each subscription the messages that its filter matches, once', async () => {
    const send = (body: string, applicationProperties: Record<string, string | number>) => ({
      body,
      messageId: body,
      applicationProperties,
    });
    await bus.client
      .createSender('events')
      .sendMessages([
        send('a', { environment: 'LIVE', daysRemaining: 14 }),
        send('b', { environment: 'LIVE', daysRemaining: 15 }),
        send('a', { environment: 'LIVE', daysRemaining: 14 }),
        send('c', { step: 'issue-credential' }),
      ]);
    expect(await bodies('events', 'everything', 3)).toEqual(['a', 'b', 'c']);
    expect(await bodies('events', 'urgent', 1)).toEqual(['a']);
    expect(await bodies('events', 'issue', 1)).toEqual(['c']);
    expect((await bus.control('/idle')).json).toEqual({
      idle: true,
      active: 0,
      locked: 0,
      scheduled: 0,
      deadLettered: 0,
    });
  });

  test('settles each subscription on its own', async () => {
    await bus.client
      .createSender('events')
      .sendMessages({ body: 'd', applicationProperties: { step: 'issue-credential' } });
    const issue = bus.client.createReceiver('events', 'issue');
    await issue.deadLetterMessage(await receiveOne(issue), {
      deadLetterReason: 'Poison',
      deadLetterErrorDescription: '',
    });
    const dead = bus.client.createReceiver('events', 'issue', { subQueueType: 'deadLetter' });
    expect((await receiveOne(dead)).deadLetterReason).toBe('Poison');
    expect(await bodies('events', 'everything', 1)).toEqual(['d']);
  });

  test('routes a scheduled message when it is due', async () => {
    const sender = bus.client.createSender('later');
    await sender.scheduleMessages({ body: 'x' }, new Date(Date.now() + 1000));
    expect((await bus.control('/idle')).json).toMatchObject({ scheduled: 1 });
    expect(await bus.counts('later/Subscriptions/all')).toMatchObject({ active: 0 });
    expect(await bodies('later', 'all', 1)).toEqual(['x']);
  });

  test('can be subscribed to while it runs, with a filter that is checked', async () => {
    const sender = bus.client.createSender('open');
    await sender.sendMessages({ body: 'nobody wants it', applicationProperties: { team: 'red' } });
    const subscribe = (body: unknown) => bus.control('/subscriptions', { method: 'POST', body });

    const wrong = await subscribe({ topic: 'open', name: 'red', sqlFilter: "team == 'red'" });
    expect(wrong).toMatchObject({ status: 400 });
    expect(wrong.json).toMatchObject({ error: expect.stringContaining('position 7') });
    expect(await subscribe({ topic: 'open', name: 'red', sqlFilter: "team = 'red'" })).toMatchObject({
      status: 201,
    });
    expect(await subscribe({ topic: 'open', name: 'red' })).toMatchObject({ status: 400 });
    expect(await subscribe({ topic: 'nowhere', name: 'red' })).toMatchObject({ status: 400 });

    await sender.sendMessages([
      { body: 1, applicationProperties: { team: 'red' } },
      { body: 2, applicationProperties: { team: 'blue' } },
    ]);
    // somebody's own subscription does not keep the application busy
    expect((await bus.control('/idle')).json).toMatchObject({ idle: true });
    expect(await bodies('open', 'red', 1)).toEqual([1]);
    expect(await bus.counts('open/Subscriptions/red')).toMatchObject({ active: 0 });
  });

  test('lets the rules of a subscription be listed, added and removed', async () => {
    const manager = bus.client.createRuleManager('ruled', 'changing');
    const names = async () => {
      const found: string[] = [];
      for await (const { name } of manager.listRules()) found.push(name);
      return found;
    };
    expect(await names()).toEqual(['$Default']);
    await manager.createRule('big', { sqlExpression: 'size > 10' });
    await manager.createRule('reds', { subject: 'red', applicationProperties: { shade: 3 } });
    await manager.deleteRule('$Default');
    expect(await names()).toEqual(['big', 'reds']);
    for await (const rule of manager.listRules()) {
      expect(rule.filter).toMatchObject(
        rule.name === 'big'
          ? { sqlExpression: 'size > 10' }
          : { subject: 'red', applicationProperties: { shade: 3 } },
      );
    }
    await expect(manager.createRule('big', { sqlExpression: '1=1' })).rejects.toMatchObject({
      code: 'MessagingEntityAlreadyExists',
    });
    await expect(manager.createRule('bad', { sqlExpression: 'size >' })).rejects.toThrow('position 7');
    await expect(manager.deleteRule('nothing')).rejects.toMatchObject({ code: 'MessagingEntityNotFound' });

    await bus.client.createSender('ruled').sendMessages([
      { body: 1, applicationProperties: { size: 11 } },
      { body: 2, subject: 'red', applicationProperties: { shade: 3 } },
      { body: 3, subject: 'red', applicationProperties: { shade: 4 } },
    ]);
    expect(await bodies('ruled', 'changing', 2)).toEqual([1, 2]);
    expect(await bus.counts('ruled/Subscriptions/changing')).toMatchObject({ active: 0 });
  });

  test('that is declared with a filter that is not valid does not start', async () => {
    const subscriptions = [{ name: 'wrong', sqlFilter: 'a = = b' }];
    await expect(
      startServiceBus({ topology: { queues: [], topics: [{ name: 't', subscriptions }] } }),
    ).rejects.toThrow(/^t\/Subscriptions\/wrong: .*position 5/);
  });
});
