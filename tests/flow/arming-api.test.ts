import { describe, expect, test } from '@jest/globals';
import { minutes } from '../../lib/domain/time.ts';
import { anyone, callApi, signedIn } from '../support/api.ts';
import { type App, startApp, TENANT } from '../support/app.ts';
import { aPayrollApp, untilRequested } from '../support/story.ts';

const APPLICATIONS = { tenant: TENANT.id, source: 'entra-applications' };
const scanned = async (app: App) => {
  await app.tick('schedule-scans');
  await app.settle();
};
const say = (app: App, word: 'arm' | 'disarm', params: Record<string, string> = APPLICATIONS, who = 1) =>
  callApi(app, `${word}-source`, { as: signedIn(app, who, 'Operator'), params });
const list = (app: App) => callApi(app, 'list-arming', { as: signedIn(app, 9, 'Reader') });
const saidOf = (app: App) => app.events().map(({ type }) => type.split('.')[2]);
const armings = (app: App) => app.events('source.armed');

describe('a source that nobody named', () => {
  test('is unarmed, and the list says what to do', async () => {
    const app = startApp({ armed: false });
    expect(await list(app)).toMatchObject({
      status: 200,
      body: {
        mode: 'act',
        sources: [
          { ...APPLICATIONS, environment: 'LIVE', announces: false, inSetting: false },
          { tenant: TENANT.id, source: 'key-vault', announces: false },
        ],
      },
    });
    expect(JSON.stringify((await list(app)).body)).toContain('arm it here');
  });

  test('speaks from the next run of the judge on, once an operator armed it', async () => {
    const app = startApp({ armed: false });
    aPayrollApp(app, 5);
    await untilRequested(app);
    expect(app.events('credential.near-expiry')).toEqual([]);
    const answer = await say(app, 'arm');
    expect(answer).toMatchObject({
      status: 200,
      body: {
        mode: 'act',
        source: {
          announces: true,
          because: 'It is armed.',
          armedAt: '2026-11-18T12:00:00.000Z',
          armedBy: { tenantId: anyone(1).tenant, objectId: anyone(1).objectId },
        },
      },
    });
    await app.tick('judge-due');
    expect(app.events('credential.near-expiry')).toHaveLength(1);
  });

  test('that is armed before its first scan waits for its baseline, and is armed then by that person', async () => {
    const app = startApp({ armed: false });
    aPayrollApp(app, 5);
    const early = await say(app, 'arm');
    expect(early.body).toMatchObject({ source: { announces: false, said: { word: 'arm' } } });
    expect(armings(app)).toEqual([]);
    await untilRequested(app);
    const by = { tenantId: anyone(1).tenant, objectId: anyone(1).objectId };
    expect(armings(app).map(({ data }) => data)).toMatchObject([
      { credentialSource: 'entra-applications', by },
    ]);
    expect(app.events('credential.near-expiry')).toHaveLength(1);
  });
});

describe('the same word twice', () => {
  test('changes nothing and is said once, for the record too', async () => {
    const app = startApp({ armed: false });
    await scanned(app);
    const first = await say(app, 'arm');
    const again = await say(app, 'arm', APPLICATIONS, 2);
    expect(again.body).toEqual(first.body);
    expect(armings(app)).toHaveLength(1);
    expect(app.audit.entries().filter(({ body }) => body.includes('source.armed'))).toHaveLength(1);
    await say(app, 'disarm');
    await say(app, 'disarm');
    expect(app.events('source.disarmed')).toHaveLength(1);
  });

  test('by two people at once arms once', async () => {
    const app = startApp({ armed: false });
    await scanned(app);
    const answers = await Promise.all([1, 2, 3, 4].map((who) => say(app, 'arm', APPLICATIONS, who)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect(armings(app)).toHaveLength(1);
  });

  test('is heeded when the answer of the table was lost', async () => {
    const app = startApp({ armed: false });
    await scanned(app);
    app.stores.arming.loseNextAnswer();
    await expect(say(app, 'arm')).rejects.toThrow('lost');
    expect((await say(app, 'arm')).status).toBe(200);
    await app.tick('publish-outbox');
    expect(armings(app)).toHaveLength(1);
  });
});

describe('a source that is disarmed', () => {
  test('says nothing more, and is judged and shown', async () => {
    const app = startApp();
    await scanned(app);
    await app.tick('judge-due');
    await say(app, 'disarm');
    aPayrollApp(app, 5);
    app.clock.wait(minutes(1));
    await untilRequested(app);
    expect(app.events('credential.near-expiry')).toEqual([]);
    expect(app.stores.subjects.all()).toHaveLength(1);
  });

  test('stays so though the setting names it, and the list says so', async () => {
    const app = startApp();
    await scanned(app);
    await app.tick('judge-due');
    await say(app, 'disarm');
    await app.tick('judge-due');
    expect((await list(app)).body).toMatchObject({
      sources: [{ announces: false, inSetting: true, said: { word: 'disarm' } }, { announces: true }],
    });
    expect(armings(app)).toHaveLength(2);
  });

  test('and armed again says the stage that holds, as an arming of its own', async () => {
    const app = startApp();
    aPayrollApp(app, 5);
    await scanned(app);
    await say(app, 'disarm');
    await say(app, 'arm');
    await app.tick('judge-due');
    expect(saidOf(app).filter((what) => what === 'armed' || what === 'disarmed')).toEqual([
      'disarmed',
      'armed',
      'armed',
    ]);
    expect(app.events('credential.near-expiry')).toHaveLength(1);
  });
});

describe('under MODE=observe', () => {
  test('a source may be armed, and the answer says that nothing is announced all the same', async () => {
    const app = startApp({ mode: 'observe', armed: false });
    aPayrollApp(app, 5);
    await untilRequested(app);
    const answer = await say(app, 'arm');
    expect(answer.body).toMatchObject({ mode: 'observe', source: { announces: false } });
    expect(JSON.stringify(answer.body)).toContain('ceiling');
    expect(armings(app)).toEqual([]);
    await app.tick('judge-due');
    expect(app.events('credential.near-expiry')).toEqual([]);
    app.setMode('act');
    await app.tick('judge-due');
    expect(app.events('credential.near-expiry')).toHaveLength(1);
  });
});

describe('arming a large tenant', () => {
  const dueNow = (app: App) => app.stores.subjects.due(app.clock.now(), 10_000);

  test('puts up some subjects in each run, and all of them in the end', async () => {
    const app = startApp({ armed: false, putUpBudget: 7, stormCap: 1000 });
    for (let n = 0; n < 30; n += 1) aPayrollApp(app, 5);
    await untilRequested(app);
    await say(app, 'arm');
    const announced: number[] = [];
    for (let run = 0; run < 5; run += 1) {
      await app.tick('judge-due');
      announced.push(app.events('credential.near-expiry').length);
    }
    expect(announced).toEqual([7, 14, 21, 28, 30]);
    await app.tick('judge-due'); // looks once more at what was mailed in the last run
    expect(await dueNow(app)).toEqual([]);
  });

  test('goes on where it was when a run died', async () => {
    const app = startApp({ armed: false, putUpBudget: 20, stormCap: 1000 });
    for (let n = 0; n < 30; n += 1) aPayrollApp(app, 5);
    await untilRequested(app);
    await say(app, 'arm');
    app.stores.subjects.away();
    await expect(app.tick('judge-due')).rejects.toThrow();
    app.stores.subjects.back();
    await app.tick('judge-due');
    await app.tick('judge-due');
    expect(app.events('credential.near-expiry')).toHaveLength(30);
  });

  test('begins anew when the source was disarmed halfway', async () => {
    const app = startApp({ armed: false, putUpBudget: 20, stormCap: 1000 });
    for (let n = 0; n < 30; n += 1) aPayrollApp(app, 5);
    await untilRequested(app);
    await say(app, 'arm');
    await app.tick('judge-due');
    await say(app, 'disarm');
    await app.tick('judge-due');
    expect(app.events('credential.near-expiry')).toHaveLength(20);
    await say(app, 'arm');
    await app.tick('judge-due');
    await app.tick('judge-due');
    expect(app.events('credential.near-expiry')).toHaveLength(30);
  });
});

describe('whoever asks', () => {
  test.each(['list-arming', 'arm-source', 'disarm-source', 'list-inventory'])(
    '%s without a token is told to sign in',
    async (name) => {
      const app = startApp();
      const answer = await callApi(app, name, { params: APPLICATIONS });
      expect(answer).toMatchObject({
        status: 401,
        type: 'application/problem+json',
        body: { type: 'urn:expiry-monitor:problem:not-signed-in', status: 401 },
      });
      expect(app.logged).toEqual([
        { code: 'CALLER_REFUSED', fields: { operation: name, why: 'NOT_SIGNED_IN' } },
      ]);
    },
  );

  test.each([
    ['arm-source', 'Reader', 'Operator'],
    ['disarm-source', 'Approver', 'Operator'],
    ['list-arming', undefined, 'Reader'],
  ] as const)('%s with the role %s is told that %s is missing', async (name, has, needs) => {
    const app = startApp({ armed: false });
    const as = signedIn(app, 1, ...(has === undefined ? [] : [has]));
    const answer = await callApi(app, name, { as, params: APPLICATIONS });
    expect(answer).toMatchObject({ status: 403, type: 'application/problem+json' });
    expect(JSON.stringify(answer.body)).toContain(`app role ${needs}`);
    expect(app.stores.arming.all()).toEqual([]);
  });

  test('is asked to come back while nobody can tell who calls', async () => {
    const app = startApp();
    const as = signedIn(app, 1, 'Reader');
    app.callers.goAway();
    expect(await callApi(app, 'list-arming', { as })).toMatchObject({ status: 503 });
  });

  test.each([
    ['a source that is none', { tenant: TENANT.id, source: 'everything' }, 400],
    ['a tenant that is none', { tenant: "x' or '1'='1", source: 'key-vault' }, 400],
    ['a tenant that is not watched', { tenant: crypto.randomUUID(), source: 'key-vault' }, 404],
  ])('names %s and is told so', async (_what, params, status) => {
    const app = startApp({ armed: false });
    expect(await say(app, 'arm', params)).toMatchObject({ status, type: 'application/problem+json' });
    expect(app.stores.arming.all()).toEqual([]);
  });

  test('names a tenant in capitals and is understood', async () => {
    const app = startApp({ armed: false });
    const params = { ...APPLICATIONS, tenant: TENANT.id.toUpperCase() };
    expect((await say(app, 'arm', params)).status).toBe(200);
  });
});
