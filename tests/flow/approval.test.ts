import { describe, expect, test } from '@jest/globals';
import { days, hours, plus } from '../../lib/domain/time.ts';
import { type App, startApp } from '../support/app.ts';
import { aPayrollApp, rounds, untilMailed, untilRequested } from '../support/story.ts';

const reasonsOf = (app: App) =>
  app.events('renewal.approval-decided').map(({ data }) => (data as { readonly reason?: string }).reason);

describe('an approval', () => {
  test('by the one whom it is for does not count, and the ticket says why', async () => {
    const app = startApp();
    const { owner } = aPayrollApp(app, 5);
    await untilRequested(app);
    await untilMailed(app, owner);
    expect(app.mailer.inbox(owner.mail)).toHaveLength(1);
    expect(app.events('renewal.credential-issued')).toEqual([]);
    expect(app.desk.tickets()[0]?.notes.filter((note) => note.includes('nobody approves'))).toHaveLength(1);
  });

  test('of an earlier form of the request does not count', async () => {
    const app = startApp();
    const { approver } = aPayrollApp(app, 5);
    await untilRequested(app);
    const [ticket] = app.desk.tickets();
    app.desk.edit(ticket!.ticket, 'rv-something-else');
    await untilMailed(app, approver);
    expect(app.events('renewal.approval-decided').map(({ data }) => 'reason' in data && data.reason)).toEqual(
      ['OTHER_REVISION'],
    );
    expect(app.events('renewal.credential-issued')).toEqual([]);
  });

  test('that is a denial ends it', async () => {
    const app = startApp();
    const { approver } = aPayrollApp(app, 5);
    await untilRequested(app);
    app.desk.deny(app.desk.tickets()[0]!.ticket, approver.userPrincipalName, 'No longer needed.');
    await app.tick('poll-service-desk');
    await app.settle();
    await rounds(app, 2);
    expect(app.stores.renewals.all().map(({ state }) => state)).toEqual(['denied']);
    expect(app.events('renewal.credential-issued')).toEqual([]);
  });

  test('by someone who decides in place of the one whom it is for does not count', async () => {
    const app = startApp();
    const { owner, approver } = aPayrollApp(app, 5);
    await untilRequested(app);
    const [ticket] = app.desk.tickets();
    app.desk.approveInPlaceOf(ticket!.ticket, owner.userPrincipalName, approver.userPrincipalName);
    await app.tick('poll-service-desk');
    await app.settle();
    expect(reasonsOf(app)).toEqual(['APPROVER_IS_RECIPIENT']);
    expect(app.events('renewal.credential-issued')).toEqual([]);
  });

  test('by someone who decides in place of another approver counts as their own', async () => {
    const app = startApp();
    const { approver } = aPayrollApp(app, 5);
    const other = app.directory.addPerson({ displayName: 'Otto Other' });
    await untilRequested(app);
    const [ticket] = app.desk.tickets();
    app.desk.approveInPlaceOf(ticket!.ticket, other.userPrincipalName, approver.userPrincipalName);
    await app.tick('poll-service-desk');
    await app.settle();
    expect(app.stores.renewals.all()).toMatchObject([
      { state: 'delivered', approval: { by: { objectId: approver.objectId } } },
    ]);
  });

  test.each([
    ['the application', { applicationId: 'another' }],
    ['who it is for', { requestedFor: 'mallory@northwind.example' }],
    ['the environment', { environment: 'another' }],
  ])(
    'of a form in which somebody changed %s does not count, though it bears its revision',
    async (_, form) => {
      const app = startApp();
      const { approver } = aPayrollApp(app, 5);
      await untilRequested(app);
      app.desk.rewrite(app.desk.tickets()[0]!.ticket, form);
      await untilMailed(app, approver);
      expect(reasonsOf(app)).toEqual(['FORM_EDITED']);
      expect(app.events('renewal.credential-issued')).toEqual([]);
      expect(app.desk.tickets()[0]?.notes.join()).toContain(
        'the form was changed after the request was made',
      );
      await rounds(app, 3);
      expect(reasonsOf(app)).toHaveLength(1);
    },
  );

  test('of a form in which only the day of removal was changed counts', async () => {
    const app = startApp();
    const { approver } = aPayrollApp(app, 5);
    await untilRequested(app);
    app.desk.plan(app.desk.tickets()[0]!.ticket, { removalDay: '2031-01-01' });
    await untilMailed(app, approver);
    expect(app.events('renewal.credential-issued')).toHaveLength(1);
  });

  test('is void when the form is changed between it and its being carried out', async () => {
    const app = startApp();
    const { approver } = aPayrollApp(app, 5);
    await untilRequested(app);
    const [ticket] = app.desk.tickets();
    app.desk.plan(ticket!.ticket, { dueAt: plus(app.clock.now(), days(1)) });
    await rounds(app, 1, hours(1));
    await untilMailed(app, approver);
    expect(app.stores.renewals.all().map(({ state }) => state)).toEqual(['approved']);
    app.desk.rewrite(ticket!.ticket, { applicationId: 'another' });
    await rounds(app, 3, hours(12));
    expect(app.events('renewal.credential-issued')).toEqual([]);
    expect(app.stores.renewals.all().map(({ state }) => state)).toEqual(['requested']);
    expect(app.desk.tickets()[0]?.notes.join()).toContain('changed after it was approved');
  });

  test('of a request that somebody opened for another does not count from the one who opened it', async () => {
    const app = startApp();
    const { owner, approver, subject } = aPayrollApp(app, 5);
    await app.tick('schedule-scans');
    await app.settle();
    const ticket = app.desk.openByHand({
      ...{ applicationName: 'payroll-sync', applicationId: subject.appId ?? '', environment: 'LIVE' },
      ...{ update: 'Secret', removalDay: undefined, requestedFor: owner.userPrincipalName },
      openedBy: approver.userPrincipalName,
    });
    for (let poll = 0; poll < 2; poll += 1) {
      await app.tick('poll-service-desk');
      await app.settle();
    }
    app.desk.approve(ticket, approver.userPrincipalName, 'I asked for it.');
    await app.tick('poll-service-desk');
    await app.settle();
    expect(reasonsOf(app)).toEqual(['APPROVER_ASKED_FOR_IT']);
    expect(app.events('renewal.credential-issued')).toEqual([]);
  });
});
