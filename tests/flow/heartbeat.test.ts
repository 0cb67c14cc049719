import { describe, expect, test } from '@jest/globals';
import { hours, minutes, seconds } from '../../lib/domain/time.ts';
import { type App, startApp } from '../support/app.ts';
import { aPayrollApp, untilRequested } from '../support/story.ts';

const beats = (app: App) =>
  app.events('monitor.heartbeat').map(({ data }) => data as Readonly<Record<string, unknown>>);
const lastReady = async (app: App) =>
  (await app.http('ready', {})) as { status: number; jsonBody: Readonly<Record<string, unknown>> };

describe('a heartbeat', () => {
  test('says by when to hear the next one, and that nothing was read whole yet', async () => {
    const app = startApp();
    await app.tick('heartbeat');
    const [beat] = beats(app);
    expect(beat).toMatchObject({ unsent: 0, nextBefore: new Date(app.clock.now() + hours(1)).toISOString() });
    expect(beat?.['sources']).toEqual([
      { credentialSource: 'entra-applications', armed: false },
      { credentialSource: 'key-vault', armed: false },
    ]);
    expect(app.logged.filter(({ code }) => code === 'HEARTBEAT')).toEqual([
      {
        code: 'HEARTBEAT',
        fields: expect.objectContaining({ oldestCompleteScanSeconds: -1, neverComplete: 2 }),
      },
    ]);
  });

  test('tells when each source was read whole, which a partial scan does not change', async () => {
    const app = startApp();
    aPayrollApp(app, 5);
    await untilRequested(app);
    const completeAt = new Date(app.clock.now()).toISOString();
    app.directory.unread([{ what: 'applications/somewhere', reason: 'endDateTime: not an instant' }]);
    app.clock.wait(minutes(10));
    await untilRequested(app);
    await app.tick('heartbeat');
    expect(beats(app).at(-1)?.['sources']).toContainEqual({
      credentialSource: 'entra-applications',
      armed: true,
      lastCompleteScanAt: completeAt,
    });
  });

  test('that can not be sent is an error line and is not sent later, since its absence is what tells', async () => {
    const app = startApp();
    app.publisher.away();
    await app.tick('heartbeat');
    expect(app.logged.map(({ code }) => code)).toContain('HEARTBEAT_UNSENT');
    app.publisher.back();
    await app.tick('publish-outbox');
    expect(beats(app)).toEqual([]);
  });

  test('of a timer that fires twice is one message', async () => {
    const app = startApp();
    await app.tick('heartbeat');
    app.clock.wait(seconds(10));
    await app.tick('heartbeat');
    expect(new Set(app.events('monitor.heartbeat').map(({ id }) => id)).size).toBe(1);
  });
});

describe('readiness', () => {
  test('tells how old our knowledge is and what waits, and no name', async () => {
    const app = startApp();
    aPayrollApp(app, 5);
    await untilRequested(app);
    app.clock.wait(minutes(30));
    const { status, jsonBody } = await lastReady(app);
    expect(status).toBe(200);
    expect(jsonBody).toMatchObject({
      ready: true,
      dependencies: { tables: 'ok' },
      backlog: { count: 0, reasons: [] },
      oldestCompleteScanSeconds: 1800,
    });
    expect(JSON.stringify(jsonBody)).not.toContain('payroll');
  });

  test('says never while a source was not read whole', async () => {
    expect((await lastReady(startApp())).jsonBody).toMatchObject({ oldestCompleteScanSeconds: 'never' });
  });

  test('is 503 while something vital does not answer, and asks it at most every ten seconds', async () => {
    const app = startApp();
    app.setAway(true);
    expect(await lastReady(app)).toMatchObject({
      status: 503,
      jsonBody: { dependencies: { tables: 'unavailable' } },
    });
    app.setAway(false);
    expect((await lastReady(app)).status).toBe(503);
    app.clock.wait(seconds(10));
    expect((await lastReady(app)).status).toBe(200);
  });

  test('tells what waits to be sent, since when and why', async () => {
    const app = startApp();
    aPayrollApp(app, 5);
    app.publisher.away();
    await app.tick('schedule-scans');
    app.clock.wait(minutes(5));
    const { jsonBody } = await lastReady(app);
    expect(jsonBody['backlog']).toMatchObject({ count: 2, oldestSeconds: 300 });
  });
});

describe('counting', () => {
  test('says one line for each source and stage, without a name', async () => {
    const app = startApp();
    aPayrollApp(app, 5);
    aPayrollApp(app, 5);
    aPayrollApp(app, 200);
    await untilRequested(app);
    await app.tick('count-credentials');
    const counted = app.logged
      .filter(({ code }) => code === 'CREDENTIALS_COUNTED')
      .map(({ fields }) => fields);
    expect(counted).toHaveLength(2);
    expect(counted).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ source: 'entra-applications', stage: 'urgent', count: 2 }),
        expect.objectContaining({ source: 'entra-applications', stage: 'active', count: 1 }),
      ]),
    );
  });
});
