import type { ServiceBusClient, ServiceBusMessage } from '@azure/service-bus';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { runBroker, type RunningBroker } from '../support/function-apps/running-broker.ts';
import { runHost, type RunningHost } from '../support/function-apps/running-host.ts';

// The client is CommonJS and asks for agents that are ES modules, which Node loads and Jest on Node 22 does not. They
// serve HTTP proxies, which nothing here uses.
for (const agent of ['http-proxy-agent', 'https-proxy-agent']) jest.mock(agent, () => ({}));
const { ServiceBusClient: Client } = await import('@azure/service-bus');

let broker: RunningBroker;
let client: ServiceBusClient;
let host: RunningHost;

const startHost = (at: RunningBroker) =>
  runHost({ app: 'service-bus', env: { SERVICE_BUS: at.connectionString, QUEUE: 'work' } });

beforeAll(async () => {
  broker = await runBroker(['--lock-ms', '1000']);
  client = new Client(broker.connectionString);
  host = await startHost(broker);
});
afterAll(async () => {
  await host.stop();
  await client.close();
  await broker.stop();
});

/** What the app logged of one call. */
interface Call {
  readonly lane: string;
  readonly begins?: boolean;
  readonly ends?: boolean;
  readonly messageId: string;
  readonly [property: string]: unknown;
}
const callOf = ({ message }: { message: string }): Call | undefined =>
  message.startsWith('{"lane"') ? (JSON.parse(message) as Call) : undefined;
const calls = (of: RunningHost) => of.log.flatMap((line) => callOf(line) ?? []);
const begun = async (id: string, of = host, times = 1) =>
  callOf(
    await of.logged((line) => {
      if (callOf(line)?.begins !== true || callOf(line)?.messageId !== id) return false;
      return calls(of).filter(({ begins, messageId }) => begins && messageId === id).length >= times;
    }),
  );
const ended = (id: string, of = host) =>
  of.logged((line) => callOf(line)?.ends === true && callOf(line)?.messageId === id);
const send = async (to: string, ...messages: ServiceBusMessage[]) => {
  const sender = client.createSender(to);
  await sender.sendMessages(messages);
  await sender.close();
};

describe('a function with a Service Bus trigger', () => {
  test('sees the message and its properties as Azure hands them over', async () => {
    await send('work', {
      body: { a: 1 },
      messageId: 'shape',
      subject: '123',
      correlationId: 'c-1',
      contentType: 'application/json',
      applicationProperties: { TenantId: 't', days: 7 },
    });
    expect(await begun('shape')).toEqual({
      lane: 'queue',
      begins: true,
      body: { a: 1 },
      messageId: 'shape',
      subject: 123,
      label: 123,
      correlationId: 'c-1',
      contentType: 'application/json',
      lockToken: expect.stringMatching(/^[0-9a-f-]{36}$/),
      deliveryCount: 1,
      sequenceNumber: expect.any(Number),
      enqueuedTime: expect.stringMatching(/^20.*Z$/),
      enqueuedTimeUtc: expect.stringMatching(/^20.*Z$/),
      expiresAt: '9999-12-31T23:59:59.999Z',
      expiresAtUtc: '9999-12-31T23:59:59.999Z',
      applicationProperties: { tenantId: 't', days: 7 },
      userProperties: { tenantId: 't', days: 7 },
    });
  });

  test('gets text that is no JSON as text, from a subscription too', async () => {
    const body = Buffer.from('plain, not JSON');
    await send('news', { body, messageId: 'text' });
    expect(await begun('text')).toMatchObject({ lane: 'topic', body: 'plain, not JSON' });
  });

  test('that succeeds has the message completed', async () => {
    await send('work', { body: {}, messageId: 'fine' });
    await ended('fine');
    const { body } = await host.admin('GET', 'host/status');
    expect(body).toMatchObject({ state: 'Running', receivers: 3 });
    const left = await client.createReceiver('work').peekMessages(10);
    expect(left).toEqual([]);
  });

  test('that fails gets it again at once, until it is a dead letter', async () => {
    await send('work', { body: { fails: true }, messageId: 'poison' });
    const dead = client.createReceiver('work', { subQueueType: 'deadLetter' });
    const [letter] = await dead.receiveMessages(1, { maxWaitTimeInMs: 20_000 });
    expect(letter).toMatchObject({ messageId: 'poison', deadLetterReason: 'MaxDeliveryCountExceeded' });
    const deliveries = calls(host).filter(({ messageId }) => messageId === 'poison');
    expect(deliveries.map((call) => call['deliveryCount'])).toEqual([1, 2, 3]);
    await dead.close();
  });

  test('keeps its lock for as long as the call lasts', async () => {
    await send('work', { body: { waitMs: 1500 }, messageId: 'long' });
    await ended('long');
    expect(calls(host).filter(({ begins, messageId }) => begins && messageId === 'long')).toHaveLength(1);
  });

  test('runs at most maxConcurrentCalls at a time', async () => {
    const ids = ['p1', 'p2', 'p3', 'p4', 'p5'];
    await send('work', ...ids.map((messageId) => ({ body: { waitMs: 30 }, messageId })));
    await Promise.all(ids.map((id) => ended(id)));
    expect(mostAtOnce(calls(host).filter(({ messageId }) => ids.includes(messageId)))).toBe(2);
  });

  test('can be run by hand with a body', async () => {
    const run = await host.admin('POST', 'functions/from-queue?wait=true', { input: '{"fails":true}' });
    expect(run).toMatchObject({ status: 500, body: { error: expect.stringContaining('refused') } });
    const fine = await host.admin('POST', 'functions/from-queue?wait=true', { input: { by: 'hand' } });
    expect(fine.status).toBe(200);
  });
});

describe('a function with sessions', () => {
  const order = (session: string, number: number, body: object = { waitMs: 10 }) => ({
    body,
    messageId: `${session}-${String(number)}`,
    sessionId: session,
  });

  test('sees each session in order, one message at a time, and several sessions at once', async () => {
    // Long enough that the second session is taken up, on a busy machine too, while the first is still at work.
    const sent = [1, 2, 3].flatMap((number) => [
      order('a', number, { waitMs: 700 }),
      order('b', number, { waitMs: 700 }),
    ]);
    for (const message of sent) await send('orders', message);
    await Promise.all(sent.map(({ messageId }) => ended(messageId)));
    const all = calls(host).filter(({ messageId }) => /^[ab]-\d$/.test(messageId));
    for (const session of ['a', 'b']) {
      const own = all.filter(({ messageId }) => messageId.startsWith(session));
      expect(own.map(({ messageId }) => messageId.slice(2))).toEqual(['1', '1', '2', '2', '3', '3']);
      expect(mostAtOnce(own)).toBe(1);
    }
    expect(mostAtOnce(all)).toBe(2);
  });

  test('lets a quiet session go, so that more sessions than maxConcurrentSessions are served', async () => {
    const sent = ['c', 'd', 'e', 'f'].map((session) => order(session, 1));
    for (const message of sent) await send('orders', message);
    await Promise.all(sent.map(({ messageId }) => ended(messageId)));
  });

  test('that fails sees the same message again before the next one', async () => {
    await send('orders', order('g', 1, { fails: true }), order('g', 2));
    await ended('g-2');
    const own = calls(host).filter(({ begins, messageId }) => begins && messageId.startsWith('g-'));
    expect(own.map(({ messageId }) => messageId)).toEqual(['g-1', 'g-1', 'g-1', 'g-2']);
  });
});

describe('the host', () => {
  test('that is told to stop lets the message it handles end, and completes it', async () => {
    const other = await runBroker();
    const stopping = await startHost(other);
    const sender = new Client(other.connectionString);
    await sender.createSender('work').sendMessages({ body: { waitMs: 300 }, messageId: 'last' });
    await begun('last', stopping);
    expect(await stopping.stop()).toBe(0);
    expect(calls(stopping).some(({ ends, messageId }) => ends && messageId === 'last')).toBe(true);
    expect(await sender.createReceiver('work').peekMessages(1)).toEqual([]);
    await sender.close();
    await other.stop();
  });

  test('that is killed in the middle leaves the message to the next one', async () => {
    const first = await startHost(broker);
    await host.stop();
    await send('work', { body: { waitMs: 700 }, messageId: 'torn' });
    await begun('torn', first);
    await first.stop('SIGKILL');
    host = await startHost(broker);
    await ended('torn');
    expect(await begun('torn')).toMatchObject({ deliveryCount: 2 });
  });

  test('starts without a broker, says so once, and receives when there is one, and again after an outage', async () => {
    const first = await runBroker();
    const connectionString = first.connectionString;
    await first.stop();
    const waiting = await startHost(first);
    const away = ({ message }: { message: string }) => message.startsWith("Service Bus can't be reached");
    const back = ({ message }: { message: string }) => message.startsWith('Every Service Bus listener');
    await waiting.logged(away);
    expect((await waiting.admin('GET', 'host/status')).body).toMatchObject({ receivers: 0 });

    for (const outage of [1, 2]) {
      const again = await runBroker(['--port', String(first.port)]);
      await waiting.logged(() => waiting.log.filter(back).length === outage);
      expect((await waiting.admin('GET', 'host/status')).body).toMatchObject({ receivers: 3 });
      const sender = new Client(connectionString);
      const sent = { body: {}, messageId: `after-${String(outage)}`, sessionId: 's' };
      await sender.createSender('work').sendMessages(sent);
      await sender.createSender('orders').sendMessages(sent);
      await waiting.logged(
        (line) => callOf(line)?.lane === 'queue' && callOf(line)?.messageId === sent.messageId,
      );
      await waiting.logged(
        (line) => callOf(line)?.lane === 'sessions' && callOf(line)?.messageId === sent.messageId,
      );
      await sender.close();
      await again.stop();
      await waiting.logged(() => waiting.log.filter(away).length === outage + 1);
    }
    expect(await waiting.stop()).toBe(0);
  });
});

const mostAtOnce = (of: readonly Call[]): number => {
  let running = 0;
  let most = 0;
  for (const { begins } of of) {
    running += begins ? 1 : -1;
    most = Math.max(most, running);
  }
  return most;
};
