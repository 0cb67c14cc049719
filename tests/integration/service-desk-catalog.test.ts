import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { DEFAULT_SETTINGS } from '../../local/service-desk/settings.ts';
import { openDesk, type Session } from './service-desk-session.ts';

let session: Session;
beforeAll(async () => {
  session = await openDesk();
});
afterAll(() => session.desk.stop());
afterEach(() => {
  Object.assign(session.desk.settings, DEFAULT_SETTINGS);
  session.desk.faults.clear();
});

const VARIABLES =
  'variables.application_name,variables.revision,variables.playbook,variables.colour,approval';

describe('ordering the renewal of a credential', () => {
  test('the item is found by its words, and by no others', async () => {
    const search = (text: string) =>
      session.call('GET', `/api/sn_sc/servicecatalog/items?sysparm_text=${encodeURIComponent(text)}`);
    expect((await search('RENEW app registration')).row).toMatchObject([
      { name: 'Entra Id - Renew App Registration Certificate / Secret' },
    ]);
    expect((await search('new laptop')).row).toEqual([]);
  });

  test('the answer names the request, whose item carries the answers of the form', async () => {
    const ordered = await session.order({ correlation: 'rn-form', colour: 'blue' });
    expect(ordered.status).toBe(200);
    expect(ordered.row).toMatchObject({ table: 'sc_request', parent_id: null });
    expect(ordered.row.number).toMatch(/^REQ\d{7}$/);

    const items = await session.rows('sc_req_item', `request=${ordered.row.sys_id}`, {
      sysparm_fields: VARIABLES,
    });
    expect(items).toEqual([
      {
        'variables.application_name': 'Payroll',
        'variables.revision': 'rev-1',
        'variables.playbook': '',
        approval: 'requested',
      },
    ]);
  });

  test('each active approver is asked, and nobody else', async () => {
    const item = await session.orderedItem();
    const asked = await session.rows('sysapproval_approver', `sysapproval=${item.sys_id}`, {
      sysparm_fields: 'approver.user_name,state,source_table',
    });
    expect(asked).toEqual([
      { 'approver.user_name': 'adam@contoso.test', state: 'requested', source_table: 'sc_req_item' },
      { 'approver.user_name': 'bea@contoso.test', state: 'requested', source_table: 'sc_req_item' },
    ]);
  });

  test.each(['application_id', 'environment', 'update_kind', 'requested_for'])(
    'without %s it is refused, and no request is made',
    async (name) => {
      const before = await session.rows('sc_request', '');
      const refused = await session.order({ [name]: '' });
      expect(refused.status).toBe(400);
      expect(refused.body).toEqual({
        error: { message: 'Mandatory Variables are required', detail: name },
        status: 'failure',
      });
      expect(await session.rows('sc_request', '')).toHaveLength(before.length);
    },
  );

  test.each([0, -1, 'many', undefined])('a quantity of %s is refused', async (quantity) => {
    const { list } = await session.call('GET', '/api/sn_sc/servicecatalog/items');
    const path = `/api/sn_sc/v1/servicecatalog/items/${list[0]!.sys_id}/order_now`;
    const refused = await session.call('POST', path, { sysparm_quantity: quantity, variables: {} });
    expect([refused.status, refused.message]).toEqual([400, 'Invalid quantity value']);
  });

  test('an item that takes its time is absent until then, and there afterwards with its approvals', async () => {
    session.desk.settings.ritmDelayMs = 30_000;
    const { row } = await session.order();
    const items = () => session.rows('sc_req_item', `request=${row.sys_id}`);
    session.clock.pass(29);
    expect(await items()).toEqual([]);
    session.clock.pass(1);
    const [item] = await items();
    expect(item).toMatchObject({ approval: 'requested', sys_created_on: '2026-11-21 08:00:30' });
    expect(await session.rows('sysapproval_approver', `sysapproval=${item!.sys_id}`)).toHaveLength(2);
  });

  test('with two-step checkout nothing is ordered before the cart is', async () => {
    session.desk.settings.twoStepCheckout = true;
    const before = (await session.rows('sc_request', '')).length;
    const first = await session.order({ correlation: 'rn-cart-1' });
    const second = await session.order({ correlation: 'rn-cart-2' });
    expect(Object.keys(first.row)).toEqual(['cart_id']);
    expect(second.body).toEqual(first.body);
    expect(await session.rows('sc_request', '')).toHaveLength(before);

    const submit = () => session.call('POST', '/api/sn_sc/servicecatalog/cart/submit_order', {});
    const { request_id: id } = (await submit()).row;
    expect(await session.rows('sc_req_item', `request=${id}`)).toHaveLength(2);
    expect((await submit()).status).toBe(400);
  });

  test('an order whose answer was lost has been made, and is found by the key that it carried', async () => {
    session.desk.faults.add({ method: 'POST', path: '/order_now', times: 1, drop: 'after' });
    await expect(session.order({ correlation: 'rn-lost' })).rejects.toThrow('fetch failed');
    const found = await session.rows('sc_req_item', 'variables.correlation=rn-lost');
    expect(found).toHaveLength(1);
  });

  test('an order that never arrived has not been made', async () => {
    session.desk.faults.add({ method: 'POST', path: '/order_now', times: 1, drop: 'before' });
    await expect(session.order({ correlation: 'rn-never' })).rejects.toThrow('fetch failed');
    expect(await session.rows('sc_req_item', 'variables.correlation=rn-never')).toEqual([]);
  });
});
