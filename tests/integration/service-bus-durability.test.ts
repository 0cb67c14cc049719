import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, describe, expect, test } from '@jest/globals';
import type { ServiceBusClient } from '@azure/service-bus';
import { askControl, clientOf, receive, receiveOne } from './running-namespace.ts';

const MAIN = fileURLToPath(new URL('../../local/service-bus/main.ts', import.meta.url));
const directory = mkdtempSync(join(tmpdir(), 'service-bus-'));
const topologyFile = join(directory, 'topology.json');
writeFileSync(
  topologyFile,
  JSON.stringify({
    queues: [
      { name: 'work', duplicateDetection: 'P7D', maxDeliveryCount: 3 },
      { name: 'sessions', requiresSession: true },
    ],
    topics: [{ name: 'events', subscriptions: [{ name: 'all' }] }],
  }),
);
afterAll(() => rmSync(directory, { recursive: true }));

interface Child {
  readonly process: ChildProcess;
  readonly controlPort: number;
  readonly connectionString: string;
  readonly client: ServiceBusClient;
}

const children: Child[] = [];

const start = async (state: string, ...flags: string[]): Promise<Child> => {
  const args = [MAIN, '--topology', topologyFile, '--state', join(directory, state), ...flags];
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
  const ready = JSON.parse(line) as { ready: true; controlPort: number; connectionString: string };
  const started = { process: child, ...ready, client: clientOf(ready.connectionString) };
  children.push(started);
  return started;
};

const kill = async ({ process: child, client }: Child, signal: NodeJS.Signals) => {
  const gone = once(child, 'exit');
  child.kill(signal);
  await gone;
  await client.close();
};

afterEach(async () => {
  for (const child of children.splice(0)) {
    if (child.process.exitCode === null && child.process.signalCode === null) await kill(child, 'SIGKILL');
  }
});

describe('a namespace that is killed', () => {
  test('has everything that it accepted when it starts again', async () => {
    const first = await start('killed');
    const work = first.client.createSender('work');
    await work.sendMessages(
      ['done', 'locked', 'failed', 'set-aside', 'dead', 'fresh'].map((id) => ({ body: id, messageId: id })),
    );
    const receiver = first.client.createReceiver('work');
    const [done, , failed, aside, dead] = await receive(receiver, 5);
    await receiver.completeMessage(done!);
    await receiver.abandonMessage(failed!);
    await receiver.deferMessage(aside!);
    await receiver.deadLetterMessage(dead!, { deadLetterReason: 'Poison', deadLetterErrorDescription: '' });
    await work.scheduleMessages({ body: 'later' }, new Date(Date.now() + 3_600_000));
    await first.client.createSender('sessions').sendMessages({ body: 's', sessionId: 'a' });
    await (await first.client.acceptSession('sessions', 'a')).setSessionState({ step: 2 });
    const made = { topic: 'events', name: 'mine', sqlFilter: "team = 'red'" };
    expect(
      (await askControl(first.controlPort, '/subscriptions', { method: 'POST', body: made })).status,
    ).toBe(201);
    await kill(first, 'SIGKILL');

    const second = await start('killed');
    const { json } = await askControl(second.controlPort, '/entities');
    expect(json).toMatchObject([
      { path: 'work', active: 3, locked: 0, deferred: 1, scheduled: 1, deadLettered: 1 },
      { path: 'sessions', active: 1 },
      { path: 'events/Subscriptions/all' },
      { path: 'events/Subscriptions/mine' },
    ]);
    // the ids of the dropped duplicates are still known
    await second.client.createSender('work').sendMessages({ body: 'again', messageId: 'done' });
    const again = second.client.createReceiver('work');
    const messages = await receive(again, 3);
    expect(messages.map(({ body, deliveryCount }) => [body as string, deliveryCount])).toEqual([
      ['locked', 0],
      ['failed', 1],
      ['fresh', 0],
    ]);
    const [deferred] = await again.receiveDeferredMessages(aside!.sequenceNumber!);
    expect(deferred?.body).toBe('set-aside');
    const deadLetters = second.client.createReceiver('work', { subQueueType: 'deadLetter' });
    expect(await receiveOne(deadLetters)).toMatchObject({ body: 'dead', deadLetterReason: 'Poison' });
    const session = await second.client.acceptNextSession('sessions');
    expect(await session.getSessionState()).toEqual({ step: 2 });
    await second.client
      .createSender('events')
      .sendMessages({ body: 1, applicationProperties: { team: 'blue' } });
    expect((await askControl(second.controlPort, '/messages?path=events/subscriptions/mine')).json).toEqual(
      [],
    );
  });

  test('loses no message whose sender was told that it was accepted', async () => {
    const first = await start('storm');
    // Sends that the kill interrupts wait for their answer as long as this.
    const client = clientOf(first.connectionString, { timeoutInMs: 3000 });
    const sender = client.createSender('work');
    const accepted: string[] = [];
    const storm = Array.from({ length: 40 }, async (_, lane) => {
      for (let n = 0; n < 1000; n += 1) {
        const messageId = `${lane}-${n}`;
        await sender.sendMessages({ body: messageId, messageId });
        accepted.push(messageId);
        if (accepted.length === 400) first.process.kill('SIGKILL');
      }
    });
    const gone = once(first.process, 'exit');
    await gone;
    await Promise.allSettled(storm);
    await client.close();
    expect(accepted.length).toBeGreaterThanOrEqual(400);

    const second = await start('storm');
    const { json } = await askControl(second.controlPort, '/messages?path=work&count=100000');
    const found = new Set((json as { messageId: string }[]).map(({ messageId }) => messageId));
    expect(accepted.filter((id) => !found.has(id))).toEqual([]);
  });

  test('ignores a line that the kill cut off', async () => {
    const first = await start('torn');
    await first.client.createSender('work').sendMessages({ body: 1 });
    await kill(first, 'SIGKILL');
    appendFileSync(join(directory, 'torn', 'journal.jsonl'), '{"t":"put","path":"work","se');
    const second = await start('torn');
    expect((await askControl(second.controlPort, '/idle')).json).toMatchObject({ active: 1 });
  });
});

describe('a namespace that runs as a child', () => {
  test('ends when asked to, and when its parent is gone', async () => {
    const asked = await start('asked');
    const ended = once(asked.process, 'exit');
    asked.process.kill('SIGTERM');
    expect(await ended).toEqual([0, null]);

    const orphan = await start('orphan', '--with-parent');
    const noticed = once(orphan.process, 'exit');
    orphan.process.stdin?.end();
    expect(await noticed).toEqual([0, null]);
  });

  test('says in one line why it does not start', async () => {
    const running = await start('first');
    const port = /localhost:(\d+)/.exec(running.connectionString)?.[1] ?? '';
    const child = spawn(process.execPath, [MAIN, '--topology', topologyFile, '--port', port]);
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
    expect(await once(child, 'close')).toEqual([1, null]);
    expect(said).toBe(`Service Bus: port ${port} is taken. Stop what uses it, or choose another.\n`);
  });
});
