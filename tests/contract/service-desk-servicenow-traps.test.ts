import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { seconds } from '../../lib/domain/time.ts';
import {
  APPROVER,
  REQUESTER,
  type RunningServiceNow,
  startServiceNow,
} from '../support/servicenow-stand-in.ts';
import { aTicketRequest } from './service-desk.contract.ts';

describe('a real ServiceNow has its ways', () => {
  let running: RunningServiceNow;
  beforeAll(async () => {
    running = await startServiceNow();
  });
  afterAll(async () => running.standIn.stop());
  afterEach(() => {
    running.standIn.faults.clear();
    Object.assign(running.standIn.settings, { twoStepCheckout: false, ritmDelayMs: 0, hibernated: false });
  });

  const opened = async (overrides = {}) => {
    const request = aTicketRequest({ requestedFor: REQUESTER, ...overrides });
    const ticket = await running.desk.open(request);
    if (!ticket.ok) throw new Error(ticket.failure.detail);
    return { request, ticket: ticket.value };
  };
  const itemOf = async (id: string, fields = '') =>
    (await running.rows('sc_req_item', `sys_id=${id}`, fields))[0]!;

  test('the form holds what was asked, names as they are and without what is not text', async () => {
    const { request, ticket } = await opened({
      applicationName: 'Pay\u0000roll\u202e [code]<b>x</b>[/code]\r\nBcc: all',
      instructions: 'One.\r\nTwo.',
    });
    const names = [
      'application_name',
      'old_secret_expiry_date',
      'update_kind',
      'correlation',
      'playbook',
      'environment',
    ];
    const item = await itemOf(ticket.id, names.map((name) => `variables.${name}`).join(','));
    expect(item).toEqual({
      'variables.application_name': 'Pay roll (code)<b>x</b>(/code) Bcc: all',
      'variables.old_secret_expiry_date': '2026-12-20',
      'variables.update_kind': 'Secret',
      'variables.correlation': request.key,
      'variables.playbook': 'One.\nTwo.',
      'variables.environment': 'DEVL',
    });
  });

  test('the item is in the name of the person, by exact user name', async () => {
    const { ticket } = await opened({ requestedFor: REQUESTER.toUpperCase() });
    const [robin] = await running.rows('sys_user', `user_name=${REQUESTER}`);
    expect(await itemOf(ticket.id)).toMatchObject({
      requested_for: robin!['sys_id'],
      correlation_display: 'expiry-monitor',
    });
  });

  test.each([
    'nobody@northwind.example',
    'x^ORuser_name=avery@northwind.example',
    'javascript:gs.getUserID()',
    undefined,
  ])('who is not known as %s is asked for by the steward', async (requestedFor) => {
    const { ticket } = await opened({ requestedFor });
    const [steward] = await running.rows('sys_user', 'user_name=steward');
    expect(await itemOf(ticket.id)).toMatchObject({ requested_for: steward!['sys_id'] });
  });

  test('a checkout in two steps makes the same one ticket', async () => {
    running.standIn.settings.twoStepCheckout = true;
    const { request, ticket } = await opened();
    expect(await running.desk.find(request.key)).toEqual({ ok: true, value: ticket });
  });

  test('in a cart that holds the order of someone else too, ours is told by its key', async () => {
    running.standIn.settings.twoStepCheckout = true;
    const other = aTicketRequest({ requestedFor: REQUESTER });
    running.standIn.faults.add({ method: 'POST', path: '/submit_order$', times: 1, status: 503 });
    expect(await running.desk.open(other)).toMatchObject({ ok: false, failure: { code: 'UNAVAILABLE' } });
    const { request, ticket } = await opened();
    expect(await itemOf(ticket.id)).toMatchObject({ correlation_id: request.key });
    const found = await running.desk.find(other.key);
    expect(found).toMatchObject({ ok: true, value: { number: expect.stringMatching(/^RITM/) } });
    expect(found).not.toEqual({ ok: true, value: ticket });
  });

  test('an item that comes later is found when it is there, and then bears the key', async () => {
    running.standIn.settings.ritmDelayMs = 5000;
    const request = aTicketRequest({ requestedFor: REQUESTER });
    expect(await running.desk.open(request)).toMatchObject({ ok: false, failure: { code: 'UNAVAILABLE' } });
    expect(await running.desk.find(request.key)).toEqual({ ok: true, value: undefined });
    running.wait(seconds(5));
    const found = await running.desk.find(request.key);
    expect(found).toMatchObject({ ok: true });
    if (!found.ok || found.value === undefined) throw new Error('not found');
    expect(await itemOf(found.value.id)).toMatchObject({ correlation_id: request.key });
  });

  test('a ticket whose key could not be written is found by its form, and marked then', async () => {
    const request = aTicketRequest({ requestedFor: REQUESTER });
    running.standIn.faults.add({ method: 'PATCH', times: 1, status: 500 });
    expect(await running.desk.open(request)).toMatchObject({ ok: false, failure: { code: 'UNAVAILABLE' } });
    const found = await running.desk.find(request.key);
    if (!found.ok || found.value === undefined) throw new Error('not found');
    expect(await itemOf(found.value.id)).toMatchObject({
      correlation_id: request.key,
      correlation_display: 'expiry-monitor',
    });
  });

  test('a changed form is a refusal that names what is missing', async () => {
    const refused = await running.desk.open(aTicketRequest({ requestedFor: REQUESTER, environment: '' }));
    expect(refused).toMatchObject({
      ok: false,
      failure: { code: 'REJECTED', detail: expect.stringMatching(/400: Mandatory Variables.*environment/) },
    });
  });

  test('an instance that sleeps is away', async () => {
    running.standIn.settings.hibernated = true;
    const { key } = aTicketRequest();
    expect(await running.desk.find(key)).toMatchObject({
      ok: false,
      failure: { code: 'UNAVAILABLE', detail: expect.stringContaining('text/html') },
    });
  });

  test('whoever answers in the place of the one who was asked is the one who decided', async () => {
    const { ticket } = await opened();
    const [approval] = await running.rows('sysapproval_approver', `sysapproval=${ticket.id}`);
    await running.change('sysapproval_approver', approval!['sys_id']!, { state: 'approved' });
    const decisions = await running.desk.decisions(ticket);
    expect(decisions).toMatchObject({
      ok: true,
      value: [{ by: 'expiry.monitor', inPlaceOf: APPROVER }],
    });
  });

  test('a key that somebody else wrote is no hint', async () => {
    const { ticket } = await opened();
    const since = running.now();
    await running.change('sc_req_item', ticket.id, { correlation_id: "rn-'; drop" });
    await running.decide(ticket.id, 'approved', '');
    const decided = await running.desk.decidedSince(since);
    expect(decided).toMatchObject({ ok: true });
    expect(JSON.stringify(decided)).not.toContain('drop');
  });

  test('more decisions than one page holds are all told, once each', async () => {
    running.wait(seconds(60));
    const since = running.now();
    const keys: string[] = [];
    for (let n = 0; n < 205; n += 1) {
      const { request, ticket } = await opened();
      await running.change('sc_req_item', ticket.id, { approval: 'approved' });
      keys.push(request.key);
    }
    const decided = await running.desk.decidedSince(since);
    if (!decided.ok) throw new Error(decided.failure.detail);
    expect([...decided.value].toSorted()).toEqual(keys.toSorted());
  });
});
