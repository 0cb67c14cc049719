import { describe, expect, test } from '@jest/globals';
import type { AppRole } from '../../lib/domain/caller.ts';
import type { DeclaredItem } from '../../lib/domain/declared-item.ts';
import { ownItems } from '../../lib/domain/own-credentials.ts';
import { days, minutes, plus, toIso } from '../../lib/domain/time.ts';
import { anyone, callApi, signedIn } from '../support/api.ts';
import { type App, startApp } from '../support/app.ts';

const scan = async (app: App) => {
  app.clock.wait(minutes(1));
  await app.tick('schedule-scans');
  await app.settle();
};
const judged = async (app: App) => {
  await app.tick('judge-due');
  await app.settle();
};
const inDays = (app: App, n: number) => toIso(plus(app.clock.now(), days(n)));
const listed: DeclaredItem = {
  id: 'of-the-list',
  revision: 1,
  kind: 'token',
  name: 'API token of the pager',
  expires: '2037-01-01',
};
const watched = async (declared: readonly DeclaredItem[] = [listed]) => {
  const app = startApp({ declared, teamMailbox: 'identity@northwind.example' });
  await scan(app);
  await judged(app);
  return app;
};
const put = (app: App, body: object, id = 'ztna', roles: readonly AppRole[] = ['Operator'], who = 1) =>
  callApi(app, 'put-declared-item', { as: signedIn(app, who, ...roles), params: { id }, body });
const remove = (app: App, revision: number, id = 'ztna') =>
  callApi(app, 'remove-declared-item', {
    as: signedIn(app, 1, 'Operator'),
    params: { id },
    query: { revision: String(revision) },
  });
const list = async (app: App) =>
  (await callApi(app, 'list-declared-items', { as: signedIn(app, 2, 'Reader') })).body as unknown as {
    items: readonly Record<string, unknown>[];
    faults: readonly unknown[];
  };
const ztna = (app: App, said: object = {}) => ({
  kind: 'client-secret',
  name: 'ZTNA console',
  expires: inDays(app, 20),
  team: 'Network Access',
  ...said,
});
const announced = (app: App) =>
  app
    .events('credential.near-expiry')
    .map(({ data }) => ('subjectName' in data ? [data.subjectName, data.credentialSource] : []));

describe('what is declared over the API', () => {
  test('is listed, said, recorded, judged at once, and asked for at the service desk', async () => {
    const app = await watched();
    const dependents = [{ name: 'Remote access', accepts: ['certificate'] }];
    const answer = await put(app, ztna(app, { dependents, partners: ['Fabrikam'] }));
    expect(answer).toMatchObject({
      status: 201,
      body: {
        item: {
          id: 'ztna',
          revision: 1,
          origin: 'api',
          name: 'ZTNA console',
          changedBy: { tenantId: anyone(1).tenant, objectId: anyone(1).objectId },
        },
      },
    });
    expect(app.events('declaration.changed').map(({ data }) => data)).toMatchObject([
      { change: 'added', itemId: 'ztna', revision: 1, ownerTeam: 'Network Access' },
    ]);
    expect(app.audit.entries().some(({ body }) => body.includes('declaration.changed'))).toBe(true);
    expect((await list(app)).items.map(({ id, origin }) => [id, origin])).toEqual([
      ['of-the-list', 'DECLARED'],
      ['ztna', 'api'],
    ]);

    await judged(app);
    expect(announced(app)).toEqual([['ZTNA console', 'declared']]);
    expect(app.events('credential.near-expiry')[0]!.data).toMatchObject({
      dependents: [{ name: 'Fabrikam', accepts: [] }, ...dependents],
    });
    await app.settle();
    expect(app.stores.renewals.all().map(({ of }) => of.name)).toEqual(['ZTNA console']);
  });

  test('with a later end is quiet again, and removed is said to be removed', async () => {
    const app = await watched();
    await put(app, ztna(app));
    await judged(app);
    expect(await put(app, ztna(app, { revision: 1, expires: inDays(app, 400) }))).toMatchObject({
      status: 200,
      body: { item: { revision: 2 } },
    });
    app.clock.wait(minutes(1));
    await judged(app);
    expect(announced(app)).toHaveLength(1);
    app.clock.wait(minutes(1));
    expect(await remove(app, 2)).toMatchObject({ status: 200, body: { item: { revision: 3 } } });
    await judged(app);
    expect(app.events('credential.removed').map(({ data }) => data)).toMatchObject([
      { subjectName: 'ZTNA console' },
    ]);
    expect((await list(app)).items.map(({ id }) => id)).toEqual(['of-the-list']);
    expect(await put(app, ztna(app))).toMatchObject({ status: 201, body: { item: { revision: 4 } } });
  });

  test('is changed only by who has seen what is there, and a list keeps what is its own', async () => {
    const app = await watched();
    await put(app, ztna(app));
    expect(await put(app, ztna(app, { revision: 7 }))).toMatchObject({
      status: 409,
      body: { detail: expect.stringContaining('revision 1') },
    });
    expect(await put(app, ztna(app))).toMatchObject({ status: 409 });
    expect(await remove(app, 2)).toMatchObject({ status: 409 });
    expect(await remove(app, 1, 'never-declared')).toMatchObject({ status: 404 });
    expect(await put(app, ztna(app), 'of-the-list')).toMatchObject({
      status: 409,
      body: { detail: expect.stringContaining('DECLARED') },
    });
    expect(
      await put(app, ztna(app, { tenant: '11111111-1111-4111-8111-111111111111' }), 'other'),
    ).toMatchObject({ status: 404 });
    expect(app.events('declaration.changed')).toHaveLength(1);
  });

  test('needs the role, and names all that is wrong without repeating it', async () => {
    const app = await watched();
    expect(await put(app, ztna(app), 'ztna', ['Reader'])).toMatchObject({ status: 403 });
    expect(await put(app, ztna(app), 'ztna', ['Approver'])).toMatchObject({ status: 403 });
    const planted = 'abc8Q~a-value-that-nobody-may-see';
    const refused = await put(
      app,
      { ...ztna(app), kind: planted, name: `=${planted}`, owner: planted, secret: planted },
      'Bad Id',
    );
    expect(refused).toMatchObject({ status: 400, body: { faults: expect.any(Array) } });
    const { faults } = refused.body as unknown as { faults: readonly { at: string }[] };
    expect(faults.map(({ at }) => at)).toEqual(expect.arrayContaining(['id', 'kind', 'name', 'owner']));
    expect(JSON.stringify(refused.body)).not.toContain(planted);
    expect(app.stores.declared.all()).toEqual([]);
  });

  test('two who change it at the same time are one after the other, or one is told to read again', async () => {
    const app = await watched();
    await put(app, ztna(app));
    const answers = await Promise.all(
      [1, 2, 3].map((who) => put(app, ztna(app, { revision: 1 }), 'ztna', ['Operator'], who)),
    );
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409, 409]);
    expect(app.stores.declared.all().map(({ item }) => item.revision)).toEqual([2]);
  });
});

test('what the monitor lives by and nobody has dated is a finding, and no scan of it is partial', async () => {
  const app = await watched(ownItems({}, { mailBy: 'sendgrid', signsInToSmtp: false }));
  await judged(app);
  const found = app
    .events()
    .filter(({ type }) => type === 'expiry-monitor.credential.finding.v2')
    .map(({ data }) => data);
  expect(found).toHaveLength(3);
  expect(found).toMatchObject(
    found.map(() => ({ finding: 'end-not-declared', detail: expect.stringContaining('Nobody has said') })),
  );
  expect(
    app
      .events('scan.completed')
      .flatMap(({ data }) =>
        'coverage' in data && data.credentialSource === 'declared' ? [data.coverage] : [],
      ),
  ).toEqual(['complete']);
});
