import { describe, expect, test } from '@jest/globals';
import { startApp } from '../support/app.ts';
import { aPayrollApp, rounds, untilMailed, untilRequested } from '../support/story.ts';

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
});
