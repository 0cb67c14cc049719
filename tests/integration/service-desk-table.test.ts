import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openDesk, type Session } from './service-desk-session.ts';

let session: Session;
const ids: Record<string, string> = {};

beforeAll(async () => {
  session = await openDesk();
  const incidents = [
    { short_description: 'alpha', correlation_id: 'k-1', priority: '1' },
    { short_description: 'Beta one', correlation_id: 'k-2', priority: '3' },
    { short_description: 'beta^two', correlation_id: '', priority: '10' },
  ];
  for (const incident of incidents) {
    const { row } = await session.call('POST', '/api/now/table/incident', incident);
    ids[incident.short_description] = row.sys_id;
    session.clock.pass(60);
  }
});
afterAll(() => session.desk.stop());

const found = async (query: string, more: Record<string, string> = {}): Promise<string[]> =>
  (await session.rows('incident', query, more)).map((row) => String(row['short_description']));
const ALL = ['alpha', 'Beta one', 'beta^two'];

describe('looking for rows', () => {
  test.each([
    ['correlation_id=k-1', ['alpha']],
    ['correlation_id=K-1', ['alpha']],
    ['correlation_id==', []],
    ['correlation_id!=k-1', ['Beta one', 'beta^two']],
    ['correlation_idISEMPTY', ['beta^two']],
    ['correlation_idISNOTEMPTY', ['alpha', 'Beta one']],
    ['correlation_idINk-1,k-2,k-9', ['alpha', 'Beta one']],
    ['short_descriptionLIKEta', ['Beta one', 'beta^two']],
    ['short_descriptionSTARTSWITHbeta', ['Beta one', 'beta^two']],
    ['short_descriptionENDSWITHone', ['Beta one']],
    ['short_description=beta^^two', ['beta^two']],
    ['priority>=3', ['Beta one', 'beta^two']],
    ['priority<10', ['alpha', 'Beta one']],
    ['sys_updated_on>2026-11-21 08:00:00', ['Beta one', 'beta^two']],
    ['sys_updated_on>=2026-11-21 08:01:00^priority<=3', ['Beta one']],
    ['priority=1^ORpriority=3^correlation_id=k-2', ['Beta one']],
    ['priority=1^NQpriority=3', ['alpha', 'Beta one']],
    ['active=true^ORDERBYDESCpriority', ['beta^two', 'Beta one', 'alpha']],
    ['ORDERBYpriority', ALL],
    ['', ALL],
  ])('%s', async (query, expected) => {
    expect(await found(query)).toEqual(expected);
  });

  test.each(['corelation_id=k-1', 'Correlation_id=k-1', 'caller_id.nmae=x', 'variables.x=1', 'nonsense'])(
    'a query with a slip in it finds everything: %s',
    async (query) => {
      expect(await found(query)).toEqual(ALL);
    },
  );

  test('a slip beside a good condition leaves the good one', async () => {
    expect(await found('corelation_id=k-1^priority=3')).toEqual(['Beta one']);
    expect(await found('typo=1^ORpriority=3')).toEqual(['Beta one']);
  });

  test('an instance may be told to answer a slip with nothing', async () => {
    session.desk.settings.invalidQueryReturnsNoRows = true;
    expect(await found('corelation_id=k-1')).toEqual([]);
    session.desk.settings.invalidQueryReturnsNoRows = false;
  });

  test('pages come with the whole count and links to their neighbours', async () => {
    const path = '/api/now/table/incident?sysparm_query=ORDERBYpriority&sysparm_limit=1&sysparm_offset=1';
    const { headers, row } = await session.call('GET', path);
    expect(row).toMatchObject([{ short_description: 'Beta one' }]);
    expect(headers.get('x-total-count')).toBe('3');
    expect(headers.get('link')).toMatch(
      /sysparm_offset=0>;rel="first".*rel="prev".*sysparm_offset=2>;rel="next"/,
    );
    const uncounted = await session.call('GET', `${path}&sysparm_no_count=true`);
    expect(uncounted.headers.get('x-total-count')).toBeNull();
  });

  test('nothing found is an empty list, and in the first version of the API a 404', async () => {
    const empty = (root: string) => session.call('GET', `${root}/incident?sysparm_query=number=none`);
    expect((await empty('/api/now/table')).body).toEqual({ result: [] });
    expect((await empty('/api/now/v2/table')).body).toEqual({ result: [] });
    expect((await empty('/api/now/v1/table')).status).toBe(404);
  });

  test('references carry a link unless it is declined, and are "" when empty', async () => {
    await session.orderedItem();
    const fields = 'sysparm_fields=request,parent,cat_item.name,nonsense&sysparm_limit=1';
    const [linked] = (await session.call('GET', `/api/now/table/sc_req_item?${fields}`)).list;
    const [plain] = await session.rows('sc_req_item', '', { sysparm_fields: 'request', sysparm_limit: '1' });
    const place = `/api/now/table/sc_request/${plain!.request}`;
    expect(linked).toEqual({
      request: { link: session.desk.url + place, value: plain!.request },
      parent: '',
      'cat_item.name': 'Entra Id - Renew App Registration Certificate / Secret',
    });
    expect((await session.call('GET', place)).row.sys_id).toBe(plain!.request);
  });

  test('a condition may walk through a reference', async () => {
    const item = await session.orderedItem();
    await session.call('PATCH', `/api/now/table/sc_req_item/${item.sys_id}`, {
      correlation_id: 'k-walk',
    });
    const approvals = await session.rows('sysapproval_approver', 'sysapproval.correlation_id=k-walk');
    expect(approvals.map((row) => row['sysapproval'])).toEqual([item.sys_id, item.sys_id]);
  });

  test('an unknown table, an unknown row and a display value are each refused', async () => {
    expect((await session.call('GET', '/api/now/table/cmdb_ci')).message).toBe('Invalid table cmdb_ci');
    const missing = await session.call('GET', '/api/now/table/incident/00000000000000000000000000000000');
    expect([missing.status, missing.message]).toEqual([404, 'No Record found']);
    expect((await session.call('GET', '/api/now/table/incident?sysparm_display_value=true')).status).toBe(
      400,
    );
    expect((await session.call('GET', '/api/now/tabel/incident')).status).toBe(400);
  });
});

describe('writing rows', () => {
  const path = (): string => `/api/now/table/incident/${String(ids['alpha'])}`;

  test('a new row is answered with 201, its place, and strings throughout', async () => {
    const { status, headers, row } = await session.call('POST', '/api/now/table/incident', {
      short_description: 'numbers',
      impact: 2,
      active: true,
      caller_id: null,
      colour: 'blue',
      number: 'INC9999999',
    });
    expect(status).toBe(201);
    expect(headers.get('location')).toBe(`${session.desk.url}/api/now/table/incident/${row.sys_id}`);
    expect(row).toMatchObject({
      impact: '2',
      active: 'true',
      caller_id: '',
      sys_created_by: 'expiry.monitor',
    });
    expect(row).not.toHaveProperty('colour');
    expect(row.number).toMatch(/^INC001\d{4}$/);
    expect(row.sys_id).toMatch(/^[0-9a-f]{32}$/);
  });

  test('every change moves the stamp, and a change of nothing leaves it', async () => {
    session.clock.pass(60);
    const first = (await session.call('PATCH', path(), { priority: '2' })).row;
    session.clock.pass(60);
    const same = (await session.call('PATCH', path(), { priority: '2', colour: 'blue' })).row;
    expect(same).toEqual(first);
    const second = (await session.call('PATCH', path(), { work_notes: 'looked at it' })).row;
    expect(second.sys_updated_on > first.sys_updated_on).toBe(true);
    expect(Number(second.sys_mod_count)).toBe(Number(first.sys_mod_count) + 1);
  });

  test('notes are written but read only in the journal', async () => {
    const { row } = await session.call('PATCH', path(), { work_notes: 'first', comments: 'for the caller' });
    expect(row).toMatchObject({ work_notes: '', comments: '' });
    const query = `element_id=${String(ids['alpha'])}^valueINfirst,for the caller`;
    const entries = await session.rows('sys_journal_field', query, { sysparm_fields: 'element,value,name' });
    expect(entries).toEqual([
      { element: 'work_notes', value: 'first', name: 'incident' },
      { element: 'comments', value: 'for the caller', name: 'incident' },
    ]);
  });

  test('a correlation id of more than 100 characters is cut', async () => {
    const { row } = await session.call('PATCH', path(), { correlation_id: 'x'.repeat(101) });
    expect(row.correlation_id).toBe('x'.repeat(100));
  });

  test.each([
    ['no JSON type', '{}', { 'content-type': 'text/plain' }, 415],
    ['half a JSON', '{"a":', {}, 400],
    ['a list', '[]', {}, 400],
  ])('%s is refused', async (_what, body, headers, status) => {
    expect((await session.call('PATCH', path(), body, headers)).status).toBe(status);
  });

  test('an incident is not resolved without saying how', async () => {
    const refused = await session.call('PATCH', path(), { state: '6', close_notes: 'replaced' });
    expect([refused.status, refused.message]).toEqual([403, 'Operation Failed']);
    const done = await session.call('PATCH', path(), {
      state: '6',
      close_notes: 'replaced',
      close_code: 'Solved',
    });
    expect(done.row).toMatchObject({ state: '6', active: 'true' });
    expect(done.row.resolved_at).not.toBe('');
    expect((await session.call('PATCH', path(), { state: 7 })).row).toMatchObject({
      active: 'false',
    });
  });

  test('an attachment keeps its bytes, and needs a row to hang on', async () => {
    const post = (query: string, headers: Record<string, string> = {}) =>
      session.call('POST', `/api/now/attachment/file?${query}`, 'MIIB\u0000', {
        'content-type': 'application/pkcs10',
        ...headers,
      });
    const place = `table_name=incident&table_sys_id=${String(ids['alpha'])}`;
    const { status, row } = await post(`${place}&file_name=new.csr`);
    expect(status).toBe(201);
    expect(row).toMatchObject({
      size_bytes: '5',
      content_type: 'application/pkcs10',
      file_name: 'new.csr',
    });
    const bytes = await session.call('GET', new URL(row.download_link).pathname);
    expect(bytes.body).toBe('MIIB\u0000');
    expect((await post(place)).status).toBe(400);
    expect((await post('table_name=incident&table_sys_id=none&file_name=a')).status).toBe(404);
  });
});

describe('closing', () => {
  const stateOf = async (table: string, id: unknown) =>
    (await session.call('GET', `/api/now/table/${table}/${String(id)}?sysparm_exclude_reference_link=true`))
      .row;

  test('an item that is closed closes its request, and nobody needs to approve it any more', async () => {
    const item = await session.orderedItem();
    const closed = { state: '3', close_notes: 'Renewed' };
    const { row } = await session.call('PATCH', `/api/now/table/sc_req_item/${item.sys_id}`, closed);
    expect(row).toMatchObject({
      state: '3',
      active: 'false',
      stage: 'complete',
      close_notes: 'Renewed',
    });
    expect(row.closed_at).not.toBe('');
    expect(await stateOf('sc_request', item.request)).toMatchObject({
      state: '3',
      active: 'false',
      request_state: 'closed_complete',
    });
    const approvals = await session.rows('sysapproval_approver', `sysapproval=${item.sys_id}`);
    expect(approvals.map((row) => row.state)).toEqual(['not_required', 'not_required']);
  });

  test.each([
    ['all complete', ['3', '3'], '3'],
    ['one incomplete', ['3', '4'], '4'],
    ['all skipped', ['7', '7'], '7'],
    ['one skipped', ['7', '3'], '3'],
    ['one still open', ['3', '2'], '1'],
  ])('tasks, %s, say how the item ends', async (_what, states, expected) => {
    const item = await session.orderedItem();
    const tasks = [];
    for (const _ of states) {
      const made = await session.call('POST', '/api/now/table/sc_task', { request_item: item.sys_id });
      tasks.push(made.row.sys_id);
    }
    for (const [at, state] of states.entries()) {
      await session.call('PATCH', `/api/now/table/sc_task/${String(tasks[at])}`, { state });
    }
    expect((await stateOf('sc_req_item', item.sys_id)).state).toBe(expected);
    expect((await stateOf('sc_request', item.request)).state).toBe(expected);
  });
});
