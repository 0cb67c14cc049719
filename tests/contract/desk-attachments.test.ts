import { describe, expect, test } from '@jest/globals';
import { webhookDesk } from '../../lib/adapters/webhook-desk/webhook-desk.ts';
import { serviceNowAttachments } from '../../lib/adapters/servicenow/servicenow-attachments.ts';
import type { ServiceNowClient } from '../../lib/adapters/servicenow/servicenow-client.ts';
import { ok } from '../../lib/domain/result.ts';
import { parseInstant } from '../../lib/domain/time.ts';
import { fakeServiceDesk } from '../support/fakes/service-desk.ts';
import { startServiceNow } from '../support/servicenow-stand-in.ts';
import { deskAttachmentsContract } from './desk-attachments.contract.ts';
import { aTicketRequest } from './service-desk.contract.ts';

const opened = async (desk: Awaited<ReturnType<typeof startServiceNow>>['desk']) => {
  const made = await desk.open(aTicketRequest());
  if (!made.ok) throw new Error(made.failure.detail);
  return made.value;
};

deskAttachmentsContract('the desk in memory', () => {
  const now = parseInstant('2026-11-20T08:00:00Z')!;
  const desk = fakeServiceDesk({ now: () => now });
  return Promise.resolve({
    attachments: desk.attachments,
    now: () => now,
    open: () => opened(desk),
    attach: (ticket, name, file) => {
      desk.attach(ticket, name, file);
      return Promise.resolve();
    },
    goAway: () => desk.goAway(),
    comeBack: () => desk.comeBack(),
    stop: () => Promise.resolve(),
  });
});

deskAttachmentsContract('ServiceNow over the wire', async () => {
  const running = await startServiceNow();
  const { standIn, desk, attachments, now } = running;
  return {
    attachments,
    now,
    attach: (ticket, name, file) => running.attach(ticket, name, file),
    open: () => opened(desk),
    goAway: () => standIn.faults.add({ drop: 'before' }),
    comeBack: () => standIn.faults.clear(),
    stop: () => standIn.stop(),
  };
});

describe('files of tickets', () => {
  test('a desk behind signed webhooks knows none', async () => {
    const { attachments } = webhookDesk(() => Promise.reject(new Error('Nobody asks it.')));
    expect(await attachments.list({ id: 'x', number: 'RITM1' })).toEqual(ok([]));
  });

  test('an instance that answers with files of other records is not believed', async () => {
    const row = {
      sys_id: 'a'.repeat(32),
      table_sys_id: 'b'.repeat(32),
      file_name: 'payroll.pem',
      size_bytes: '700',
      sys_created_on: '2026-11-20 08:00:00',
      sys_created_by: 'robin',
    };
    const client = {
      call: (_: unknown, answer: { parse(value: unknown): unknown }) =>
        Promise.resolve(ok(answer.parse({ result: [row] }))),
      file: () => Promise.reject(new Error('Nobody asks for it.')),
    } as unknown as ServiceNowClient;
    expect(
      await serviceNowAttachments(client).list({ id: 'c'.repeat(32), number: 'RITM0010001' }),
    ).toMatchObject({ ok: false, failure: { code: 'REJECTED' } });
  });
});
