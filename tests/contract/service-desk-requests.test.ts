import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { CATALOG_ITEM } from '../../local/service-desk/catalog.ts';
import {
  APPROVER,
  REQUESTER,
  type RunningServiceNow,
  startServiceNow,
} from '../support/servicenow-stand-in.ts';
import { anotherKey, aTicketRequest } from './service-desk.contract.ts';

const FORM = {
  application_name: 'Payroll',
  application_id: '0f1e2d3c-0000-4000-8000-000000000001',
  environment: 'DEV',
  update_kind: 'Secret',
  old_secret_expiry_date: '2026-12-20',
};

describe('requests that people open in ServiceNow', () => {
  let running: RunningServiceNow;
  beforeAll(async () => {
    running = await startServiceNow();
  });
  afterAll(async () => running.standIn.stop());
  afterEach(() => running.standIn.faults.clear());

  const opened = (said = {}) => running.openByHand({ by: REQUESTER, variables: { ...FORM, ...said } });
  const unclaimed = async () => {
    const found = await running.requests.unclaimed();
    if (!found.ok) throw new Error(found.failure.detail);
    return found.value;
  };

  test('are found with their form and for whom they are; what we ordered is not among them', async () => {
    await running.desk.open(aTicketRequest({ requestedFor: REQUESTER }));
    const ticket = await opened();
    expect(await unclaimed()).toEqual([
      {
        ticket,
        revision: expect.stringMatching(/^form-[0-9a-f]{32}$/),
        applicationName: 'Payroll',
        applicationId: FORM.application_id,
        environment: 'DEV',
        update: 'Secret',
        removalDay: '2026-12-20',
        requestedFor: REQUESTER,
        openedBy: REQUESTER,
        openedAt: running.now(),
        asked: undefined,
      },
    ]);
  });

  test('bear what was asked of their people, and are nobody’s until one claims them', async () => {
    const ticket = await opened();
    await running.requests.ask(ticket, 'asked-1', 'Which one is meant?');
    expect((await unclaimed()).find((each) => each.ticket.id === ticket.id)).toMatchObject({
      asked: 'asked-1',
    });
    const comments = await running.rows('sys_journal_field', `element_id=${ticket.id}^element=comments`);
    expect(comments.map((entry) => entry['value'])).toEqual(['Which one is meant?']);
    const key = anotherKey();
    expect(await running.requests.claim(ticket, key)).toEqual({ ok: true, value: undefined });
    expect((await unclaimed()).map((each) => each.ticket.id)).not.toContain(ticket.id);
    expect(await running.desk.find(key)).toEqual({ ok: true, value: ticket });
  });

  test('are decided with the revision of their form: an edit of it shows, another date does not', async () => {
    const ticket = await opened();
    const revision = (await unclaimed()).find((each) => each.ticket.id === ticket.id)!.revision;
    const revisionNow = async () => {
      const decisions = await running.desk.decisions(ticket);
      return decisions.ok ? decisions.value[0]?.decision.revision : undefined;
    };
    await running.decide(ticket.id, 'approved', '');
    expect(await revisionNow()).toBe(revision);
    await running.editForm(ticket.number, { old_secret_expiry_date: '2026-12-11' });
    expect(await revisionNow()).toBe(revision);
    await running.editForm(ticket.number, { application_id: '0f1e2d3c-0000-4000-8000-000000000002' });
    expect(await revisionNow()).not.toBe(revision);
  });

  test('of another form are none of ours, and a desk that does not know the column is not believed', async () => {
    const [item] = await running.rows('sc_req_item', `cat_item=${CATALOG_ITEM.sysId}`);
    await running.change('sc_req_item', item!['sys_id']!, { cat_item: '' });
    expect((await unclaimed()).every((each) => each.ticket.id !== item!['sys_id'])).toBe(true);
    running.standIn.faults.add({ method: 'GET', times: 1, status: 503 });
    expect(await running.requests.unclaimed()).toMatchObject({ ok: false, failure: { code: 'UNAVAILABLE' } });
  });

  test('are assigned to a group by its name, with those watchers whom the desk knows', async () => {
    const ticket = await opened();
    const watchers = [APPROVER, 'nobody@northwind.example'];
    const done = await running.desk.assign(ticket, { group: 'Identity Approvers', watchers });
    expect(done).toEqual({ ok: true, value: undefined });
    const [item] = await running.rows('sc_req_item', `sys_id=${ticket.id}`);
    const [avery] = await running.rows('sys_user', `user_name=${APPROVER}`);
    expect(item).toMatchObject({
      watch_list: avery!['sys_id'],
      assignment_group: expect.stringMatching(/^3c9e/),
    });
  });

  test.each(['No such group', 'x^ORname=Identity Approvers'])('are not given to %s', async (group) => {
    const ticket = await opened();
    expect(await running.desk.assign(ticket, { group, watchers: [] })).toMatchObject({
      ok: false,
      failure: { code: 'REJECTED' },
    });
  });
});

describe.each(['sc_task', 'incident'])('requests as records of %s', (table) => {
  let running: RunningServiceNow;
  beforeAll(async () => {
    running = await startServiceNow({ makes: { table } });
  });
  afterAll(async () => running.standIn.stop());

  test('bear their key from the first moment, say what is asked, and are closed and reopened', async () => {
    const asked = aTicketRequest({ requestedFor: REQUESTER, revision: 'rv-abc' });
    const made = await running.desk.open(asked);
    if (!made.ok) throw new Error(made.failure.detail);
    expect(await running.desk.find(asked.key)).toEqual({ ok: true, value: made.value });
    const [record] = await running.rows(table, `sys_id=${made.value.id}`);
    expect(record!['description']).toContain('Asked as: rv-abc');
    expect(record!['correlation_id']).toBe(asked.key);
    expect(await running.desk.close(made.value, 'Retired on time.')).toEqual({ ok: true, value: undefined });
    expect(await running.desk.look(made.value)).toMatchObject({ ok: true, value: { standing: 'complete' } });
    expect(await running.desk.reopen(made.value, 'Not yet.')).toEqual({ ok: true, value: undefined });
    expect(await running.desk.cancel(made.value, 'By others.')).toEqual({ ok: true, value: undefined });
    expect(await running.desk.look(made.value)).toMatchObject({
      ok: true,
      value: { standing: 'incomplete' },
    });
  });
});
