import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { json, text } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import type { ServiceBusClient } from '@azure/service-bus';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { type EventId, readId } from '../../lib/domain/ids.ts';
import { type EventType, type PublishedEvent, topicOf } from '../../lib/events/catalogue.ts';
import { propertiesOf } from '../../lib/events/properties.ts';
import { type ServiceBus, startServiceBus } from '../../local/service-bus/server.ts';
import { readTopology } from '../../local/service-bus/topology.ts';
import { golden, goldenTypes } from '../support/goldens.ts';
import { aMessage } from '../support/messages.ts';
import { askControl, clientOf, receiveOne } from './running-namespace.ts';

// Only after the client was loaded with its agents left out, which the import above has done.
const { serviceBusPublisher } = await import('../../lib/adapters/service-bus/publisher.ts');

const ROOT = join(import.meta.dirname, '../..');
const EXAMPLES = join(ROOT, 'examples');
const PROGRAMS = ['watch-live', 'page-on-expired', 'mirror-to-log'] as const;
const EXPIRED = 'expiry-monitor.credential.expired.v1';
const NEAR = 'expiry-monitor.credential.near-expiry.v1';

const SUBSCRIPTIONS = [
  ['credential-events', 'watch-live', "environment = 'LIVE' AND daysRemaining <= 14"],
  ['credential-events', 'page-on-expired', `eventType = '${EXPIRED}'`],
  ['renewal-events', 'mirror-to-log', undefined],
] as const;

let bus: ServiceBus;
let client: ServiceBusClient;
beforeAll(async () => {
  bus = await startServiceBus({ topology: readTopology(join(ROOT, 'infra/topology.json')) });
  client = clientOf(bus.connectionString);
  for (const [topic, name, sqlFilter] of SUBSCRIPTIONS) {
    const body = { topic, name, sqlFilter };
    expect(await askControl(bus.controlPort, '/subscriptions', { method: 'POST', body })).toMatchObject({
      status: 201,
    });
  }
});
afterAll(async () => {
  await client.close();
  await bus.stop();
});

const children: ChildProcessWithoutNullStreams[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

const run = (program: string, env: Readonly<Record<string, string>>, ...args: string[]) => {
  const { SERVICE_BUS_CONNECTION: _, SERVICE_BUS_NAMESPACE: __, ...inherited } = process.env;
  const child = spawn(process.execPath, [join(EXAMPLES, `${program}.ts`), ...args], {
    env: { ...inherited, ...env },
  });
  children.push(child);
  return child;
};
const connected = () => ({ SERVICE_BUS_CONNECTION: bus.connectionString });

const linesOf = async (child: ChildProcessWithoutNullStreams, count: number): Promise<readonly string[]> => {
  const lines: string[] = [];
  for await (const line of createInterface(child.stdout)) if (lines.push(line) === count) break;
  return lines;
};

const stopped = async (child: ChildProcessWithoutNullStreams): Promise<unknown> => {
  const exit = once(child, 'exit');
  child.kill('SIGTERM');
  return (await exit)[0];
};

const publish = async (...events: readonly PublishedEvent[]): Promise<void> => {
  const publisher = serviceBusPublisher(client);
  for (const event of events) {
    const message = aMessage({
      destination: topicOf(event.type),
      id: readId<EventId>(event.id),
      body: JSON.stringify(event),
      subject: event.subject,
      properties: propertiesOf(event),
    });
    expect(await publisher.send(message)).toMatchObject({ ok: true });
  }
  await publisher.close();
};

/** A golden with another id and other data. */
const variant = (type: EventType, mark: string, data: object): PublishedEvent => {
  const event = golden(type);
  return { ...event, id: `ev-${mark.repeat(26)}`, data: { ...event.data, ...data } } as PublishedEvent;
};

const counts = async (topic: string, name: string): Promise<Readonly<Record<string, number>>> => {
  const { json: all } = await askControl(bus.controlPort, '/entities');
  const path = `${topic}/Subscriptions/${name}`;
  return (all as (Record<string, number> & { path: string })[]).find((each) => each.path === path)!;
};
/** Settling is seen only at the broker, which tells nobody of it. */
const emptied = async (topic: string, name: string): Promise<void> => {
  for (;;) {
    const { active, locked } = await counts(topic, name);
    if (active === 0 && locked === 0) return;
    await wait(20);
  }
};

describe('watch-live', () => {
  test('prints one line for each credential of LIVE that has 14 days or less, and completes its message', async () => {
    await publish(
      variant(NEAR, 'a', { daysRemaining: 14 }),
      variant(NEAR, 'b', { daysRemaining: 15 }),
      variant(NEAR, 'c', { daysRemaining: 3, environment: 'DEVL' }),
      golden('expiry-monitor.scan.completed.v1'),
      variant(NEAR, 'd', {
        daysRemaining: 2,
        stage: 'urgent',
        subjectName: 'pay\u001b[2Jroll\u202e',
        ownerTeam: undefined,
      }),
    );
    const child = run('watch-live', connected());
    expect(await linesOf(child, 2)).toEqual([
      '2026-12-08  14 days  near-expiry  client-secret  payroll-sync  HR-PAYROLL',
      '2026-12-08  2 days  urgent  client-secret  pay?[2Jroll?  no team',
    ]);
    await emptied('credential-events', 'watch-live');
    expect(await stopped(child)).toBe(0);
  });
});

describe('page-on-expired', () => {
  interface Post {
    readonly page: unknown;
    readonly held: Readonly<Record<string, number>>;
  }
  let pager: Server;
  let posts: Post[];
  let answers: number[];
  beforeAll(async () => {
    pager = createServer((request, response) => {
      void (async () => {
        const page = await json(request);
        posts.push({ page, held: await counts('credential-events', 'page-on-expired') });
        response.writeHead(answers.shift() ?? 200, { location: '/elsewhere' }).end();
      })();
    }).listen(0, '127.0.0.1');
    await once(pager, 'listening');
  });
  afterAll(() => void pager.close());

  const start = () =>
    run('page-on-expired', {
      ...connected(),
      WEBHOOK_URL: `http://127.0.0.1:${(pager.address() as AddressInfo).port}/hook`,
      RETRY_SECONDS: '0.01',
    });

  test('posts what has expired until it is taken, and completes the message only then', async () => {
    [posts, answers] = [[], [503, 302, 429, 204]];
    const event = golden(EXPIRED);
    await publish(event, variant(NEAR, 'e', { daysRemaining: 1 }));
    const child = start();
    await once(pager, 'request');
    await emptied('credential-events', 'page-on-expired');
    const page = { dedupKey: event.id, details: event.data };
    expect(posts).toEqual(
      [503, 302, 429, 204].map(() => ({ page, held: expect.objectContaining({ locked: 1 }) })),
    );
    expect(await stopped(child)).toBe(0);
  });

  test('puts what is no event among the dead letters, with a reason, and goes on', async () => {
    [posts, answers] = [[], []];
    const { data: _, ...empty } = golden(EXPIRED);
    const sender = client.createSender('credential-events');
    const applicationProperties = { eventType: EXPIRED };
    for (const body of ['hello', null, empty, golden(NEAR), { ...golden(EXPIRED), data: {} }])
      await sender.sendMessages({ body, applicationProperties });
    const next = variant(EXPIRED, 'f', {});
    await publish(next);
    const child = start();
    await once(pager, 'request');
    await emptied('credential-events', 'page-on-expired');
    expect(posts.map(({ page }) => page)).toEqual([{ dedupKey: next.id, details: next.data }]);
    expect(await counts('credential-events', 'page-on-expired')).toMatchObject({ deadLettered: 5 });
    const dead = client.createReceiver('credential-events', 'page-on-expired', {
      subQueueType: 'deadLetter',
      receiveMode: 'receiveAndDelete',
    });
    expect(await receiveOne(dead)).toMatchObject({
      deadLetterReason: 'NO_EXPIRED_EVENT',
      deadLetterErrorDescription: `This is no ${EXPIRED}.`,
    });
    await dead.close();
    expect(await stopped(child)).toBe(0);
  });
});

describe('mirror-to-log', () => {
  test('writes every event of a renewal as a line of JSON', async () => {
    const events = goldenTypes()
      .map(golden)
      .filter(({ type }) => topicOf(type) === 'renewal-events');
    await publish(...events);
    const child = run('mirror-to-log', connected());
    const lines = await linesOf(child, events.length);
    expect(lines.map((line): unknown => JSON.parse(line))).toEqual(events);
    await emptied('renewal-events', 'mirror-to-log');
    expect(await stopped(child)).toBe(0);
  });
});

describe('each example', () => {
  test.each(PROGRAMS)('%s says what it lacks, and ends', async (program) => {
    const child = run(program, { WEBHOOK_URL: 'http://127.0.0.1:9/' });
    expect(await text(child.stderr)).toContain('Set SERVICE_BUS_CONNECTION, or SERVICE_BUS_NAMESPACE');
    expect(child.exitCode ?? (await once(child, 'exit'))[0]).toBe(1);
  });

  test.each(PROGRAMS)('%s ends when its subscription is not there', async (program) => {
    const child = run(program, { ...connected(), WEBHOOK_URL: 'http://127.0.0.1:9/' }, 'nobody-made-it');
    expect(await text(child.stderr)).toContain('nobody-made-it');
    expect(child.exitCode ?? (await once(child, 'exit'))[0]).toBe(1);
  });

  test('is shorter than 60 lines, and imports nothing of ours but what is published', () => {
    const files = readdirSync(EXAMPLES).filter((name) => name.endsWith('.ts'));
    expect(files.toSorted()).toEqual([...PROGRAMS.map((name) => `${name}.ts`), 'namespace.ts'].toSorted());
    for (const file of files) {
      const source = readFileSync(join(EXAMPLES, file), 'utf8');
      expect(source.split('\n').length).toBeLessThanOrEqual(60);
      for (const [, from] of source.matchAll(/from '([^']+)'/g))
        expect(from).toMatch(/^(node:|@azure\/|\.\/namespace\.ts$|\.\.\/docs\/schemas\/)/);
    }
  });
});
