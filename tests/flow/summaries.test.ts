import { describe, expect, test } from '@jest/globals';
import { days, hours, minus, minutes, plus, toIso } from '../../lib/domain/time.ts';
import { callApi, signedIn } from '../support/api.ts';
import { type App, type AppOptions, startApp, TENANT } from '../support/app.ts';
import { aPayrollApp, untilMailed } from '../support/story.ts';

const TEAM = 'identity@northwind.example';
const start = (options: AppOptions = {}) => startApp({ teamMailbox: TEAM, ...options });
const look = async (app: App) => {
  app.clock.wait(minutes(1));
  await app.tick('schedule-scans');
  await app.settle();
  await app.tick('judge-due');
  await app.settle();
};
const nextDay = async (app: App) => {
  app.clock.wait(days(1));
  await look(app);
  await app.tick('sum-up');
};
const summaries = (app: App) =>
  app.events('summary.daily').map(({ data }) => data as unknown as Record<string, unknown>);
/** What the team got besides what has no owner. */
const mails = (app: App) =>
  app.mailer.inbox(TEAM).filter(({ reference }) => /^(daily|weekly)-/.test(reference));
const subjects = (app: App) => mails(app).map(({ subject }) => subject);

describe('the daily summary', () => {
  test('counts what is new, due, slipped, resolved and silenced since the last one', async () => {
    const app = start();
    const soon = aPayrollApp(app, 8.5);
    aPayrollApp(app, 20);
    await look(app);
    await app.tick('sum-up');
    expect(summaries(app)).toMatchObject([
      { day: '2026-11-18', credentials: 2, new: 0, due: 2, slipped: 0, resolved: 0, waiting: 0 },
    ]);

    aPayrollApp(app, 300);
    app.clock.wait(days(1));
    await nextDay(app);
    expect(summaries(app)[1]).toMatchObject({
      day: '2026-11-20',
      credentials: 3,
      new: 1,
      due: 2,
      slipped: 1,
    });

    app.directory.addCredential(soon.nativeId, {
      name: 'ci secret',
      startsAt: minus(app.clock.now(), minutes(1)),
      expiresAt: plus(app.clock.now(), days(400)),
    });
    const other = app.stores.subjects.all().find(({ facts }) => facts.nativeId !== soon.nativeId)!;
    const until = toIso(plus(app.clock.now(), days(3)));
    const asked = { credentialId: other.facts.credentials[0]!.id, kind: 'snooze', reason: 'Soon.', until };
    await callApi(app, 'ask-for-silence', { as: signedIn(app, 1, 'Operator'), body: asked });
    await nextDay(app);
    expect(summaries(app)[2]).toMatchObject({ resolved: 1, slipped: 0, new: 1, silenced: 1 });
  });

  test('counts what has expired until it is gone', async () => {
    const app = start();
    const { nativeId } = aPayrollApp(app, 0.5);
    await look(app);
    await app.tick('sum-up');
    await nextDay(app);
    await nextDay(app);
    app.directory.deleteApplication(nativeId);
    await nextDay(app);
    aPayrollApp(app, 300);
    await nextDay(app);
    expect(summaries(app).map(({ expired, resolved }) => [expired, resolved])).toEqual([
      [0, 0],
      [1, 0],
      [1, 0],
      [0, 1],
    ]);
  });

  test('is one event and one mail a day, however often and by however many it is asked for', async () => {
    const app = start();
    aPayrollApp(app, 5);
    await look(app);
    await Promise.all([app.tick('sum-up'), app.tick('sum-up'), app.tick('sum-up')]);
    app.clock.wait(hours(2));
    await app.tick('sum-up');
    expect(summaries(app)).toHaveLength(1);
    expect(new Set(app.events('summary.daily').map(({ id }) => id)).size).toBe(1);
    expect(subjects(app)).toEqual([
      'Northwind on 2026-11-18: 0 new, 1 due, 0 slipped, 0 resolved, 0 silenced',
    ]);
  });

  test('says that the storm cap was reached, and what still waits', async () => {
    const app = start({ stormCap: 2 });
    for (let n = 0; n < 5; n += 1) aPayrollApp(app, 5);
    await look(app);
    await app.tick('sum-up');
    expect(summaries(app)).toMatchObject([{ stormCapHit: true, waiting: 3, due: 2 }]);
    expect(mails(app)[0]!.text).toContain('storm cap');
    await app.tick('judge-due');
    await app.tick('judge-due');
    await nextDay(app);
    expect(summaries(app)[1]).toMatchObject({ waiting: 0 });
    await nextDay(app);
    expect(summaries(app)[2]).toMatchObject({ stormCapHit: false });
  });

  test('does not count what is being renewed as slipped', async () => {
    const app = start();
    const { approver } = aPayrollApp(app, 8.5);
    await look(app);
    await untilMailed(app, approver);
    await app.tick('sum-up');
    app.clock.wait(days(1));
    await nextDay(app);
    expect(summaries(app)[1]).toMatchObject({ slipped: 0 });
  });

  test('that was missed for a week is one, of the day on which it is made', async () => {
    const app = start();
    aPayrollApp(app, 20);
    await look(app);
    await app.tick('sum-up');
    app.clock.wait(days(7));
    await nextDay(app);
    expect(summaries(app).map(({ day }) => day)).toEqual(['2026-11-18', '2026-11-26']);
  });
});

describe('what is not heard any more', () => {
  test('is not counted, and not taken for resolved', async () => {
    const app = start();
    aPayrollApp(app, 20);
    app.vaults.put({ vault: 'apps', name: 'web', expiresAt: plus(app.clock.now(), days(200)) });
    await look(app);
    await app.tick('sum-up');
    const params = { tenant: TENANT.id, source: 'entra-applications' };
    await callApi(app, 'disarm-source', { as: signedIn(app, 1, 'Operator'), params });
    await nextDay(app);
    expect(summaries(app).map(({ credentials, resolved }) => [credentials, resolved])).toEqual([
      [2, 0],
      [1, 0],
    ]);
  });

  test('nor is a day summed up twice by a clock that was set back', async () => {
    const app = start();
    aPayrollApp(app, 20);
    await look(app);
    await app.tick('sum-up');
    app.clock.set(minus(app.clock.now(), days(1)));
    await app.tick('sum-up');
    expect(summaries(app)).toHaveLength(1);
  });
});

describe('nothing leaves', () => {
  test('under MODE=observe', async () => {
    const app = start({ mode: 'observe' });
    aPayrollApp(app, 5);
    await look(app);
    await app.tick('sum-up');
    expect(summaries(app)).toEqual([]);
    expect(app.mailer.inbox()).toEqual([]);
  });

  test('of a tenant in which no source speaks', async () => {
    const app = start({ armed: false });
    aPayrollApp(app, 5);
    await look(app);
    await app.tick('sum-up');
    expect(summaries(app)).toEqual([]);
    expect(mails(app)).toEqual([]);
  });

  test('by mail where there is no mailbox; the event does', async () => {
    const app = startApp();
    aPayrollApp(app, 5);
    await look(app);
    await app.tick('sum-up');
    expect(summaries(app)).toHaveLength(1);
    expect(app.stores.summaries.all()[0]!.owed).toEqual([]);
  });
});

describe('a mail that can not be sent', () => {
  test('is sent later, once', async () => {
    const app = start();
    aPayrollApp(app, 5);
    await look(app);
    app.mailer.goAway();
    await app.tick('sum-up');
    expect(app.logged.map(({ code }) => code)).toContain('SUMMARY_POSTPONED');
    app.mailer.comeBack();
    app.clock.wait(hours(1));
    await app.tick('sum-up');
    await app.tick('sum-up');
    expect(subjects(app)).toHaveLength(1);
    expect(summaries(app)).toHaveLength(1);
  });

  test('is not sent again when another run of the judge writes the row meanwhile', async () => {
    const app = start({ stormCap: 1 });
    for (let n = 0; n < 4; n += 1) aPayrollApp(app, 5);
    await look(app);
    app.clock.wait(days(1));
    await look(app);
    app.mailer.onSend(() => app.tick('judge-due'));
    await app.tick('sum-up');
    app.mailer.onSend(() => Promise.resolve());
    app.clock.wait(hours(1));
    await app.tick('sum-up');
    expect(subjects(app)).toHaveLength(1);
  });

  test('since its address is none, is said and not tried for ever', async () => {
    const app = start({ teamMailbox: 'nobody' });
    aPayrollApp(app, 5);
    await look(app);
    await app.tick('sum-up');
    expect(app.logged.map(({ code }) => code)).toContain('SUMMARY_REFUSED');
    expect(app.stores.summaries.all()[0]!.owed).toEqual([]);
  });
});

describe('the list of the week', () => {
  const silenced = async () => {
    const app = start();
    const name = 'payroll <b>\u202Esync</b>\r\nBcc: all@northwind.example';
    app.directory.addApplication({
      name,
      owners: [app.directory.addPerson({ displayName: 'Olive Owner' })],
      credentials: [{ name: 'ci secret', expiresAt: plus(app.clock.now(), days(25)) }],
    });
    await app.tick('schedule-scans');
    await app.settle();
    const { id } = app.stores.subjects.all()[0]!.facts.credentials[0]!;
    const until = toIso(plus(app.clock.now(), days(20)));
    const reason = 'We <i>move</i>\nhouse.';
    const body = { credentialId: id, kind: 'snooze', reason, until };
    await callApi(app, 'ask-for-silence', { as: signedIn(app, 1, 'Operator'), body });
    return app;
  };

  test('names what is silent, once a week', async () => {
    const app = await silenced();
    await look(app);
    await app.tick('sum-up');
    for (let day = 0; day < 7; day += 1) await nextDay(app);
    const weekly = mails(app).filter(({ reference }) => reference.startsWith('weekly'));
    expect(weekly.map(({ reference }) => reference)).toEqual(['weekly-2026-11-16', 'weekly-2026-11-23']);
    expect(weekly[0]!.subject).toBe('Northwind: 1 silenced, 0 to clean up');
    expect(weekly[0]!.text).toContain('snoozed until');
  });

  test('makes hostile names and reasons harmless', async () => {
    const app = await silenced();
    await look(app);
    await app.tick('sum-up');
    const [weekly] = mails(app).filter(({ reference }) => reference.startsWith('weekly'));
    expect(weekly!.html).not.toMatch(/<b>|<i>|\u202E/);
    expect(weekly!.text).not.toMatch(/\nBcc:|\u202E/);
  });

  test('names what has expired and nobody needs, and so does the API', async () => {
    const app = start();
    const { nativeId } = aPayrollApp(app, 2);
    app.directory.addCredential(nativeId, {
      name: 'ci secret',
      startsAt: minus(app.clock.now(), days(1)),
      expiresAt: plus(app.clock.now(), days(300)),
    });
    await look(app);
    app.clock.wait(days(3));
    await look(app);
    await app.tick('sum-up');
    const [weekly] = mails(app).filter(({ reference }) => reference.startsWith('weekly'));
    expect(weekly!.subject).toBe('Northwind: 0 silenced, 1 to clean up');
    const listed = await callApi(app, 'list-clean-up', { as: signedIn(app, 1, 'Reader') });
    expect(listed.body).toMatchObject({ credentials: [{ subject: 'payroll-sync', name: 'ci secret' }] });
  });

  test('is not sent when there is nothing on it', async () => {
    const app = start();
    aPayrollApp(app, 100);
    await look(app);
    await app.tick('sum-up');
    expect(mails(app).map(({ reference }) => reference)).toEqual(['daily-2026-11-18']);
  });
});
