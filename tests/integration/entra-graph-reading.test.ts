import { X509Certificate } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { Application } from '../../local/entra/tenant/graph-types.ts';
import { indexesByTrap, type TrapName } from '../../local/entra/tenant/traps.ts';
import { EPOCH, type RunningEntra, runEntra } from './entra-running.ts';

let running: RunningEntra;

beforeAll(async () => {
  running = await runEntra({
    epoch: EPOCH,
    identities: [
      { name: 'watch', roles: ['Application.Read.All', 'User.Read.All'] },
      { name: 'apps only', roles: ['Application.Read.All'] },
      { name: 'basic', roles: ['Application.Read.All', 'User.ReadBasic.All'] },
      { name: 'people only', roles: ['User.Read.All'] },
      { name: 'directory', roles: ['Directory.Read.All'] },
      { name: 'nothing', roles: [] },
    ],
  });
});
afterEach(() => {
  running.entra.faults.graph.clear();
});
afterAll(() => running.stop());

const trapped = (trap: TrapName): Application => {
  const { tenant } = running.entra;
  const specs = Array.from({ length: tenant.apps }, (_, index) => tenant.specAt(index));
  return tenant.applicationAt(indexesByTrap(specs).get(trap)![0]!);
};

interface Page<T> {
  readonly value: T[];
  readonly '@odata.nextLink'?: string;
}

const pages = async <T>(path: string): Promise<Page<T>[]> => {
  const all: Page<T>[] = [];
  const client = running.graph('watch');
  for (let next: string | undefined = path; next !== undefined; next = all.at(-1)?.['@odata.nextLink']) {
    all.push((await client.api(next).get()) as Page<T>);
  }
  return all;
};

describe('listing applications', () => {
  test.each([[''], ['?$top=999'], ['?$top=7'], ['?$select=id&$top=60']])(
    '"%s" reaches every application once, over an empty page that has a next link',
    async (query) => {
      const all = await pages<Application>(`/applications${query}`);
      const { tenant } = running.entra;
      const ids = Array.from({ length: tenant.apps }, (_, index) => tenant.applicationAt(index).id);
      expect(all.flatMap(({ value }) => value.map(({ id }) => id))).toEqual(ids);
      const empty = all.findIndex(({ value }) => value.length === 0);
      expect(all[empty]!['@odata.nextLink']).toContain(`${running.entra.graphUrl}/v1.0/applications?`);
      expect(empty).toBeLessThan(all.length - 1);
    },
  );

  test('gives what was selected, on every page, and never the bytes of a certificate', async () => {
    const all = await pages<Application>('/applications?$select=id,keyCredentials&$top=50');
    const applications = all.flatMap(({ value }) => value);
    expect(new Set(applications.flatMap((application) => Object.keys(application)))).toEqual(
      new Set(['id', 'keyCredentials']),
    );
    const keys = applications.flatMap(({ keyCredentials }) => keyCredentials.map(({ key }) => key));
    expect(keys.length).toBeGreaterThan(10);
    expect(new Set(keys)).toEqual(new Set([null]));
  });

  test.each([
    ['$top=1000', 'Request_UnsupportedQuery'],
    ['$top=0', 'Request_UnsupportedQuery'],
    ['$expand=owners', 'Request_UnsupportedQuery'],
    ["$filter=displayName eq 'x'", 'Request_UnsupportedQuery'],
    ['$select=id,secrets', 'BadRequest'],
    ['$skiptoken=RFNwdAoAAQAAzzz', 'Directory_ExpiredPageToken'],
  ])('refuses %s', async (query, code) => {
    const { status, body } = await running.call('watch', `/applications?${query}`);
    expect([status, body.error.code]).toEqual([400, code]);
  });

  test('counts only with eventual consistency', async () => {
    const counted = await running.call('watch', '/applications/$count', {
      headers: { ConsistencyLevel: 'eventual' },
    });
    expect(counted.body).toBe(120);
    expect((await running.call('watch', '/applications/$count')).status).toBe(400);
  });
});

describe('one application', () => {
  test('is found by object id and by application id, with the bytes of its certificates', async () => {
    const expected = trapped('same-certificate-on-two-applications');
    const byId = await running.call('watch', `/applications/${expected.id}`);
    const byAppId = await running.call('watch', `/applications(appId='${expected.appId}')`);
    expect(byId.body).toMatchObject(expected);
    expect(byAppId.body).toEqual(byId.body);
    const [credential] = expected.keyCredentials;
    const certificate = new X509Certificate(Buffer.from(credential!.key!, 'base64'));
    expect(certificate.fingerprint.replaceAll(':', '')).toBe(
      Buffer.from(credential!.customKeyIdentifier!, 'base64').toString('hex').toUpperCase(),
    );
    expect(certificate.validToDate.toISOString()).toBe(new Date(credential!.endDateTime!).toISOString());
  });

  test('is not found by the wrong one of its ids', async () => {
    const { id, appId } = trapped('app-id-is-not-object-id');
    for (const path of [`/applications/${appId}`, `/applications(appId='${id}')`]) {
      const { status, body, headers } = await running.call('watch', path);
      expect(status).toBe(404);
      expect(body.error).toMatchObject({
        code: 'Request_ResourceNotFound',
        innerError: { 'request-id': headers.get('request-id'), date: expect.any(String) },
      });
    }
  });

  test('with an end date that is no date is handed out as it is', async () => {
    const { id } = trapped('malformed-entry');
    const { body } = await running.call('watch', `/applications/${id}?$select=passwordCredentials`);
    expect(JSON.stringify(body)).toContain('"not-a-date"');
  });
});

describe('owners', () => {
  const owners = async (identity: string, trap: TrapName, query = '') =>
    running.call(identity, `/applications/${trapped(trap).id}/owners${query}`);

  test('come in pages, whatever was asked for', async () => {
    const all = await pages<{ id: string }>(`/applications/${trapped('many-owners').id}/owners?$top=999`);
    expect(all.map(({ value }) => value.length)).toEqual([20, 5]);
    expect(new Set(all.flatMap(({ value }) => value.map(({ id }) => id))).size).toBe(25);
  });

  test('are of several types, each with its own properties', async () => {
    const { body } = await owners(
      'watch',
      'owner-mixed',
      '?$select=id,displayName,userPrincipalName,accountEnabled',
    );
    expect(body.value).toEqual([
      {
        '@odata.type': '#microsoft.graph.servicePrincipal',
        id: expect.any(String),
        displayName: 'expiry-monitor-renew',
        accountEnabled: true,
      },
      expect.objectContaining({ displayName: 'Paula Jiménez', accountEnabled: false }),
      {
        '@odata.type': '#microsoft.graph.user',
        id: expect.any(String),
        displayName: 'Mohamed Ali',
        userPrincipalName: 'mohamed.ali@northwind.example',
        accountEnabled: true,
      },
    ]);
  });

  test('have a type and an id and nothing else for a caller who may not read people', async () => {
    const query = '?$select=id,displayName,mail,userPrincipalName,accountEnabled';
    const { status, body } = await owners('apps only', 'two-owners', query);
    expect(status).toBe(200);
    for (const owner of body.value) {
      expect(owner).toEqual({
        '@odata.type': '#microsoft.graph.user',
        id: expect.any(String),
        displayName: null,
        mail: null,
        userPrincipalName: null,
        accountEnabled: null,
      });
    }
    const basic = await owners('basic', 'two-owners', query);
    expect(basic.body.value[0]).toMatchObject({ mail: expect.stringContaining('@'), accountEnabled: null });
  });

  test('of a service principal are found where the application has none', async () => {
    const { id, appId } = trapped('owner-on-service-principal');
    expect((await running.call('watch', `/applications/${id}/owners`)).body.value).toEqual([]);
    const { body } = await running.call('watch', `/servicePrincipals(appId='${appId}')/owners?$select=mail`);
    expect(body.value).toMatchObject([{ mail: 'miguel.santos@northwind.example' }]);
  });
});

describe('people', () => {
  test('are found by id and by user principal name, a guest too', async () => {
    const guest = running.entra.tenant.people.find(({ user }) => user.userType === 'Guest')!.user;
    const select = '$select=id,displayName,mail,userPrincipalName,accountEnabled,userType';
    const byName = await running.call(
      'watch',
      `/users/${encodeURIComponent(guest.userPrincipalName)}?${select}`,
    );
    const { id, displayName, mail, userPrincipalName, accountEnabled, userType } = guest;
    expect(byName.body).toMatchObject({ id, displayName, mail, userPrincipalName, accountEnabled, userType });
    const byId = await running.call('watch', `/users/${id}?${select}`);
    expect(byId.body).toEqual(byName.body);
  });

  test('who have left have a manager, or none that is known', async () => {
    const upn = (key: string) => `/users/${key}@northwind.example/manager?$select=userPrincipalName`;
    expect((await running.call('watch', upn('greta.olsen'))).body).toMatchObject({
      userPrincipalName: 'henrik.dahl@northwind.example',
    });
    expect((await running.call('watch', upn('victor.ionescu'))).status).toBe(404);
  });
});

describe('a caller without the role', () => {
  test.each([
    ['nothing', '/applications'],
    ['nothing', '/applications/00000000-0000-4000-8000-000000000000'],
    ['people only', '/applications'],
    ['apps only', '/users/asha.rao@northwind.example'],
    ['basic', '/users/asha.rao@northwind.example/manager'],
    ['watch', '/organization'],
  ])('"%s" is refused %s', async (identity, path) => {
    const { status, body } = await running.call(identity, path);
    expect([status, body.error.code]).toEqual([403, 'Authorization_RequestDenied']);
  });

  test('may read nothing without a token', async () => {
    const { status, body, headers } = await running.call('watch', '/applications', {
      headers: { authorization: '' },
    });
    expect([status, body.error.code]).toEqual([401, 'InvalidAuthenticationToken']);
    expect(headers.get('www-authenticate')).toMatch(/^Bearer /);
  });

  test('with the directory role reads the organisation', async () => {
    const { body } = await running.call('directory', '/organization?$select=id,displayName,verifiedDomains');
    expect(body.value).toMatchObject([
      { id: running.entra.tenantId, displayName: 'Northwind (DEVL)', verifiedDomains: [{ isDefault: true }] },
    ]);
  });
});

describe('a batch', () => {
  const send = (requests: object[], identity = 'watch') =>
    running.call(identity, '/$batch', { method: 'POST', json: { requests } });
  const get = (id: string, url: string, more: object = {}) => ({ id, method: 'GET', url, ...more });

  test('answers each request with its own status, in another order', async () => {
    const { id } = trapped('two-owners');
    const { status, body } = await send([
      get('1', `/applications/${id}/owners?$select=id`),
      get('2', '/users/nobody@northwind.example'),
      get('3', '/organization'),
      get('4', `/applications/${id}`, { dependsOn: ['3'] }),
    ]);
    const { responses } = body;
    expect(status).toBe(200);
    expect(responses.map((response) => response.id)).not.toEqual(['1', '2', '3', '4']);
    expect(Object.fromEntries(responses.map((response) => [response.id, response.status]))).toEqual({
      1: 200,
      2: 404,
      3: 403,
      4: 424,
    });
  });

  test.each([
    [
      'more than twenty requests',
      () => Array.from({ length: 21 }, (_, n) => get(String(n), '/organization')),
    ],
    ['two equal ids', () => [get('a', '/organization'), get('A', '/organization')]],
    ['a body without a content type', () => [{ id: '1', method: 'POST', url: '/x', body: {} }]],
  ])('with %s is refused', async (_, requests) => {
    expect((await send(requests())).status).toBe(400);
  });
});

test('what this Graph does not have is named', async () => {
  const { status, body } = await running.call('watch', '/applications/x/y/tokens');
  expect(status).toBe(400);
  expect(body.error.message).toBe("Resource not found for the segment 'tokens'.");
});

test('the Graph client gets over a fault on the way', async () => {
  running.entra.faults.graph.add({
    path: '/applications',
    status: 503,
    times: 1,
    headers: { 'retry-after': '0' },
  });
  const page = (await running.graph('watch').api('/applications?$top=5').get()) as Page<Application>;
  expect(page.value).toHaveLength(5);
});
