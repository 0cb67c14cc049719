import { createHmac } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openDesk, type Fields, type Session } from './service-desk-session.ts';

let session: Session;
let listener: Server;
const complaints = new EventEmitter();
const KEY = 'webhook key';

beforeAll(async () => {
  session = await openDesk({ complain: (problem) => complaints.emit('complaint', problem) });
  listener = createServer();
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
});
afterAll(async () => {
  await session.desk.stop();
  listener.close();
});

/** What a person's browser does: choose who one is, then send forms. */
const browserOf = async (userName: string) => {
  const post = (path: string, form: Record<string, string>, cookie = '') =>
    fetch(session.desk.pageUrl + path, {
      method: 'POST',
      body: new URLSearchParams(form),
      headers: { cookie },
      redirect: 'manual',
    });
  const signedIn = await post('/sign-in', { person: await session.userId(userName) });
  const cookie = signedIn.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  return {
    read: async (path: string) => (await fetch(session.desk.pageUrl + path, { headers: { cookie } })).text(),
    decide: (approvalId: string, decision: string, comments = '') =>
      post(`/approvals/${approvalId}`, { decision, comments }, cookie),
  };
};

const approvalsOf = async (item: Fields) =>
  session.rows('sysapproval_approver', `sysapproval=${item.sys_id}`, {
    sysparm_fields: 'sys_id,approver.user_name,state,comments,sys_updated_by',
  });
const rowOf = async (item: Fields, userName: string): Promise<string> =>
  String((await approvalsOf(item)).find((row) => row['approver.user_name'] === userName)?.sys_id);
const reread = async (item: Fields) => (await session.rows('sc_req_item', `sys_id=${item.sys_id}`))[0];

describe('deciding a request', () => {
  test('one approval is enough: the item is in fulfilment and nobody else is needed', async () => {
    const item = await session.orderedItem();
    const adam = await browserOf('adam@contoso.test');
    const answer = await adam.decide(await rowOf(item, 'adam@contoso.test'), 'approved', 'fine');
    expect([answer.status, answer.headers.get('location')]).toEqual([303, `/requests/${item.number}`]);

    expect(await reread(item)).toMatchObject({
      approval: 'approved',
      stage: 'fulfillment',
      state: '2',
      approval_set: '2026-11-21 08:00:00',
    });
    expect(await approvalsOf(item)).toMatchObject([
      { state: 'approved', comments: 'fine', sys_updated_by: 'adam@contoso.test' },
      { state: 'not_required', comments: '' },
    ]);
    const [request] = await session.rows('sc_request', `sys_id=${item.request}`);
    expect(request).toMatchObject({ request_state: 'in_process', approval: 'approved' });
  });

  test('a rejection closes the item and its request', async () => {
    const item = await session.orderedItem();
    const bea = await browserOf('bea@contoso.test');
    await bea.decide(await rowOf(item, 'bea@contoso.test'), 'rejected', 'use the certificate');
    expect(await reread(item)).toMatchObject({ approval: 'rejected', state: '4', active: 'false' });
    const [request] = await session.rows('sc_request', `sys_id=${item.request}`);
    expect(request).toMatchObject({ request_state: 'closed_rejected', active: 'false' });
  });

  test('a rejection without a comment changes nothing and says what is missing', async () => {
    const item = await session.orderedItem();
    const bea = await browserOf('bea@contoso.test');
    const answer = await bea.decide(await rowOf(item, 'bea@contoso.test'), 'rejected', '  ');
    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain('Say in the comment why you reject this.');
    expect(await reread(item)).toMatchObject({ approval: 'requested' });
  });

  test('only the approver of a row may decide it, and only once', async () => {
    const item = await session.orderedItem();
    const ofAdam = await rowOf(item, 'adam@contoso.test');
    const olivia = await browserOf('olivia@contoso.test');
    const bea = await browserOf('bea@contoso.test');
    expect((await olivia.decide(ofAdam, 'approved')).status).toBe(403);
    expect((await bea.decide(ofAdam, 'approved')).status).toBe(403);
    expect(await reread(item)).toMatchObject({ approval: 'requested' });

    const adam = await browserOf('adam@contoso.test');
    expect((await adam.decide(ofAdam, 'approved')).status).toBe(303);
    expect((await adam.decide(ofAdam, 'rejected', 'changed my mind')).status).toBe(403);
    expect((await bea.decide(await rowOf(item, 'bea@contoso.test'), 'rejected', 'no')).status).toBe(403);
    expect(await reread(item)).toMatchObject({ approval: 'approved' });
  });

  test('a decision over the API counts like one on the page', async () => {
    const item = await session.orderedItem();
    const path = `/api/now/table/sysapproval_approver/${await rowOf(item, 'adam@contoso.test')}`;
    await session.call('PATCH', path, { state: 'approved' });
    expect(await reread(item)).toMatchObject({ approval: 'approved' });
  });

  test('someone who left the company is not asked', async () => {
    const bea = await session.userId('bea@contoso.test');
    await session.call('PATCH', `/api/now/table/sys_user/${bea}`, { active: false });
    const item = await session.orderedItem();
    expect((await approvalsOf(item)).map((row) => row['approver.user_name'])).toEqual(['adam@contoso.test']);
    await session.call('PATCH', `/api/now/table/sys_user/${bea}`, { active: true });
  });

  test('a form that is edited after the approval shows its new revision', async () => {
    const item = await session.orderedItem({ revision: 'rev-approved' });
    session.clock.pass(1);
    const path = `/stand-in/requests/${item.number}/variables`;
    expect((await session.call('PATCH', path, { revision: 'rev-edited' })).status).toBe(204);
    const [edited] = await session.rows('sc_req_item', `sys_id=${item.sys_id}`, {
      sysparm_fields: 'variables.revision,sys_updated_by',
    });
    expect(edited).toEqual({ 'variables.revision': 'rev-edited', sys_updated_by: 'admin' });
  });
});

describe('what people see', () => {
  test('the list and the request show names and answers as text, never as markup', async () => {
    const item = await session.orderedItem({ application_name: '<img src=x onerror=alert(1)>' });
    const adam = await browserOf('adam@contoso.test');
    await session.call('PATCH', `/api/now/table/sc_req_item/${item.sys_id}`, {
      work_notes: '"><script>alert(2)</script>',
    });
    const pages = [await adam.read('/'), await adam.read(`/requests/${item.number}`)];
    for (const page of pages) {
      expect(page).toContain('&lt;img src=x onerror=alert(1)&gt;');
      expect(page).not.toMatch(/<img|<script|<i>/);
    }
    expect(pages[1]).toContain('&lt;script&gt;alert(2)');
    expect(pages[1]).toContain('<h2 id="decide">Your decision</h2>');
    const olivia = await browserOf('olivia@contoso.test');
    expect(await olivia.read(`/requests/${item.number}`)).not.toContain('Your decision');
  });

  test('a request is found by the number of the request, too', async () => {
    const { row } = await session.order({ application_name: 'Found by REQ' });
    const answer = await fetch(`${session.desk.pageUrl}/requests/${row.number}`);
    expect(answer.status).toBe(200);
    expect(await answer.text()).toContain('Found by REQ');
    expect((await fetch(`${session.desk.pageUrl}/requests/REQ0000000`)).status).toBe(404);
  });
});

describe('telling of a decision', () => {
  const heard = async (): Promise<{ headers: IncomingHttpHeaders; body: string }> => {
    const [request, response] = (await once(listener, 'request')) as [IncomingMessage, ServerResponse];
    const body = await text(request);
    response.writeHead(202).end();
    return { headers: request.headers, body };
  };

  test('the webhook hears which item it is, signed over time and body', async () => {
    const { port } = listener.address() as AddressInfo;
    Object.assign(session.desk.settings, { webhookUrl: `http://127.0.0.1:${port}/in`, webhookKey: KEY });
    const item = await session.orderedItem();
    const path = `/api/now/table/sc_req_item/${item.sys_id}`;
    await session.call('PATCH', path, { correlation_id: 'rn-hook' });
    const hearing = heard();
    const adam = await browserOf('adam@contoso.test');
    await adam.decide(await rowOf(item, 'adam@contoso.test'), 'approved');

    const { headers, body } = await hearing;
    expect(JSON.parse(body)).toEqual({
      id: item.sys_id,
      number: item.number,
      table: 'sc_req_item',
      correlation_id: 'rn-hook',
      approval: 'approved',
      sys_updated_on: (await reread(item))?.sys_updated_on,
    });
    const timestamp = String(headers['x-servicenow-timestamp']);
    expect(timestamp).toBe(String(session.clock.now().getTime() / 1000));
    expect(headers['x-servicenow-signature']).toBe(
      createHmac('sha256', KEY).update(`${timestamp}.${body}`).digest('hex'),
    );
  });

  test('a webhook that nobody hears does not undo the decision', async () => {
    session.desk.settings.webhookUrl = 'http://127.0.0.1:1/in';
    const item = await session.orderedItem();
    const adam = await browserOf('adam@contoso.test');
    const complaint = once(complaints, 'complaint');
    const answer = await adam.decide(await rowOf(item, 'adam@contoso.test'), 'approved');
    expect(answer.status).toBe(303);
    expect(await reread(item)).toMatchObject({ approval: 'approved' });
    expect((await complaint)[0]).toContain('The webhook could not be reached');
    session.desk.settings.webhookUrl = '';
  });
});
