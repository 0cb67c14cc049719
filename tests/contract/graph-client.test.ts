import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { graphApplications } from '../../lib/adapters/graph/applications-source.ts';
import { graphClientSecrets } from '../../lib/adapters/graph/client-secrets.ts';
import { graphPeople } from '../../lib/adapters/graph/directory-people.ts';
import { sha256 } from '../../lib/adapters/system/sha256.ts';
import { systemClock } from '../../lib/adapters/system/system-clock.ts';
import { days, plus, seconds } from '../../lib/domain/time.ts';
import { APP_WITHOUT_USERS, type RunningGraph, runGraph } from '../support/graph-stand-in.ts';

const THROTTLED = { code: 'TooManyRequests', message: 'Slow down.' };

describe('asking Graph', () => {
  let graph: RunningGraph;
  beforeAll(async () => {
    graph = await runGraph({ identities: APP_WITHOUT_USERS });
  });
  afterEach(() => {
    graph.comeBack();
  });
  afterAll(() => graph.stop());

  const source = (settings?: Parameters<RunningGraph['client']>[0]) =>
    graphApplications({ client: graph.client(settings), tenant: graph.tenant, digest: sha256 });

  test('a short throttling is sat out', async () => {
    graph.fault({ status: 429, headers: { 'retry-after': '0' }, body: { error: THROTTLED }, times: 2 });
    expect(await source().page(undefined)).toMatchObject({ ok: true });
    expect(graph.entra.faults.graph.list()).toEqual([]);
  });

  test('a throttling that lasts is handed on after three tries', async () => {
    graph.fault({ status: 429, headers: { 'retry-after': '0' }, body: { error: THROTTLED }, times: 4 });
    expect(await source().page(undefined)).toMatchObject({ ok: false, failure: { code: 'THROTTLED' } });
    expect(graph.entra.faults.graph.list()).toMatchObject([{ times: 1 }]);
  });

  test('a long wait is not waited, but told', async () => {
    graph.fault({ status: 429, headers: { 'retry-after': '120' }, body: { error: THROTTLED }, times: 2 });
    const page = await source().page(undefined);
    expect(page).toEqual({
      ok: false,
      failure: {
        code: 'THROTTLED',
        detail: 'Graph answered 429, TooManyRequests, retry after 120 s',
        retryAfter: seconds(120),
      },
    });
    expect(graph.entra.faults.graph.list()).toMatchObject([{ times: 1 }]);
  });

  test('silence ends at the time-out', async () => {
    // It would be answered well in the end.
    graph.fault({ delayMs: 1500, times: 1 });
    const page = await source({ timeout: seconds(0.1) }).page(undefined);
    expect(page).toMatchObject({ ok: false, failure: { code: 'UNAVAILABLE' } });
  });

  test.each([
    ['a page of a proxy', { status: 200, headers: { 'content-type': 'text/html' }, body: '<html>' }],
    ['an answer of another shape', { status: 200, body: { value: 'none' } }],
    ['a body that is cut off', { status: 200, headers: { 'content-length': '9999' }, body: { value: [] } }],
    ['a lost connection', { drop: 'before' as const }],
    ['an error without a body', { status: 500 }],
  ])('%s is an outage', async (_what, fault) => {
    graph.fault({ ...fault, times: 1 });
    expect(await source({ timeout: seconds(1) }).page(undefined)).toMatchObject({
      ok: false,
      failure: { code: 'UNAVAILABLE' },
    });
  });

  test.each([
    'https://attacker.localhost/v1.0/applications',
    'https://graph.localhost/v1.0/applications',
    'https://graph.localhost.attacker.example/v1.0/applications',
    'http://graph.localhost/v1.0/applications',
    'v1.0/applications',
    '',
  ])('the link %j, which leads away from Graph, is not followed', async (cursor) => {
    // Whatever came here would be answered with a failure of another kind.
    graph.fault({ status: 403 });
    expect(await source().page(cursor)).toEqual({
      ok: false,
      failure: { code: 'UNAVAILABLE', detail: 'A link leads away from Graph and is not followed.' },
    });
  });

  test('a cursor that Graph no longer takes is an outage of this scan, and no bug', async () => {
    const cursor = `${graph.entra.graphUrl}/v1.0/applications?$skiptoken=forgotten`;
    expect(await source().page(cursor)).toMatchObject({ ok: false, failure: { code: 'UNAVAILABLE' } });
  });

  test('an identity without the right is told apart from an outage', async () => {
    const page = await source({ identity: 'link' }).page(undefined);
    expect(page).toMatchObject({
      ok: false,
      failure: { code: 'FORBIDDEN', detail: expect.stringContaining('Authorization_RequestDenied') },
    });
  });

  test('an identity endpoint that is away is an outage', async () => {
    graph.entra.faults.identity.add({ drop: 'before' });
    const page = await source({ identity: 'renew' }).page(undefined);
    graph.entra.faults.identity.clear();
    expect(page).toMatchObject({ ok: false, failure: { code: 'UNAVAILABLE' } });
  });

  test('owners whom we may not see are no missing owners', async () => {
    const client = graph.client({ identity: 'without users' });
    const found = await source().look(graph.trapped('two-owners').id);
    if (!found.ok) throw new Error(found.failure.detail);
    expect(await graphPeople({ clientFor: () => client }).ownersOf(found.value!)).toMatchObject({
      ok: false,
      failure: { code: 'FORBIDDEN' },
    });
  });

  test('what changes something is never asked twice, though Graph asks for it', async () => {
    graph.fault({ method: 'POST', status: 504, headers: { 'retry-after': '0' }, times: 1 });
    const client = graph.client({ identity: 'renew' });
    const issuer = graphClientSecrets({ clientFor: () => client });
    const holder = { tenant: graph.tenant.id, nativeId: graph.trapped('two-owners').id };
    const added = await issuer.add(holder, 'once #1', plus(systemClock.now(), days(1)));
    expect(added).toMatchObject({ ok: false, failure: { code: 'UNAVAILABLE' } });
  });

  test('an owner that is no person is not looked up as one', async () => {
    const client = graph.client();
    const found = await source().look(graph.trapped('owner-service-principal').id);
    if (!found.ok) throw new Error(found.failure.detail);
    graph.fault({ path: '/users/', status: 500 });
    expect(await graphPeople({ clientFor: () => client }).ownersOf(found.value!)).toMatchObject({
      ok: true,
      value: { links: [{ link: 'application-owner', people: [], leftOut: { servicePrincipals: 1 } }, {}] },
    });
  });

  test.each(['..', "x'x", 'a@b/../c', '$count', 'a b@northwind.example'])(
    'the name %j, which nobody can have, is not even asked for',
    async (name) => {
      const client = graph.client();
      graph.fault({ status: 403 });
      const found = await graphPeople({ clientFor: () => client }).find(graph.tenant.id, name);
      expect(found).toEqual({ ok: true, value: undefined });
    },
  );
});
