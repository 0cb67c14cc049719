import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { webhookCall } from '../../lib/adapters/webhook-desk/webhook-client.ts';
import { webhookDesk } from '../../lib/adapters/webhook-desk/webhook-desk.ts';
import { parseInstant, plus, seconds } from '../../lib/domain/time.ts';
import { fakeServiceDesk } from '../support/fakes/service-desk.ts';
import { startWebhookDesk } from '../support/webhook-desk.ts';
import { aTicketRequest, serviceDeskContract } from './service-desk.contract.ts';

const KEY = 'a key that the desk and we share, long enough';

const start = async (key = KEY) => {
  let now = parseInstant('2026-11-20T08:00:00Z')!;
  const held = fakeServiceDesk({ now: () => now });
  const running = await startWebhookDesk(held, KEY, () => now);
  const call = webhookCall({ url: running.url, key, timeout: seconds(10), clock: { now: () => now } });
  return {
    ...webhookDesk(call),
    call,
    held,
    running,
    now: () => now,
    wait: (duration: Parameters<typeof plus>[1]) => {
      now = plus(now, duration);
    },
  };
};

const settled = (act: () => void): Promise<void> => {
  act();
  return Promise.resolve();
};

serviceDeskContract('a desk behind signed webhooks', async () => {
  const { desk, incidents, held, running, now, wait } = await start();
  const of = (id: string) => held.tickets().find(({ ticket }) => ticket.id === id)!;
  const approver = 'avery@northwind.example';
  return {
    desk,
    incidents,
    now,
    wait,
    requester: 'robin@northwind.example',
    approver,
    approve: (ticket, comment) => settled(() => held.approve(ticket, approver, comment)),
    deny: (ticket, comment) => settled(() => held.deny(ticket, approver, comment)),
    edit: (ticket, revision) => settled(() => held.edit(ticket, revision)),
    plan: (ticket, dates) => settled(() => held.plan(ticket, dates)),
    closeByHand: (ticket, as) => settled(() => held.closeByHand(ticket, approver, as)),
    goAway: () => held.goAway(),
    comeBack: () => held.comeBack(),
    loseNextOpen: () => held.loseNextOpen(),
    notesOf: ({ id }) => Promise.resolve(of(id).notes),
    messagesOf: ({ id }) => Promise.resolve(of(id).messages),
    evidenceOf: ({ id }) => Promise.resolve(of(id).evidence),
    stop: () => running.stop(),
  };
});

describe('a signed call', () => {
  let wrong: Awaited<ReturnType<typeof start>>;
  beforeAll(async () => {
    wrong = await start('another key than the desk has, of good length');
  });
  afterAll(async () => wrong.running.stop());

  test('with another key is refused, and nothing is made', async () => {
    const refused = await wrong.desk.open(aTicketRequest());
    expect(refused).toMatchObject({
      ok: false,
      failure: { code: 'REJECTED', detail: expect.stringContaining('401: wrong signature') },
    });
    expect(wrong.held.tickets()).toEqual([]);
    expect(wrong.running.refused).toHaveLength(1);
  });

  test('that opens the same at the same time makes one ticket', async () => {
    const right = await start();
    const asked = aTicketRequest();
    const both = await Promise.all([right.desk.open(asked), right.desk.open(asked)]);
    expect(both[0]).toEqual(both[1]);
    expect(right.held.tickets()).toHaveLength(1);
    await right.running.stop();
  });
});
