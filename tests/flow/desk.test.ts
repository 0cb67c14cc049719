import { describe, expect, test } from '@jest/globals';
import { days, hours, minutes, plus, toIso } from '../../lib/domain/time.ts';
import { type App, startApp, TENANT } from '../support/app.ts';
import {
  aPayrollApp,
  linkIn,
  mailed,
  redeem,
  rounds,
  secretsOf,
  untilMailed,
  untilRequested,
} from '../support/story.ts';

const statesOf = (app: App) => app.stores.renewals.all().map(({ state }) => state);
const dayOf = (at: Parameters<typeof toIso>[0]) => toIso(at).slice(0, 10);

/** What a person does in the directory, and the scan that sees it. */
const scanAgain = async (app: App): Promise<void> => {
  app.clock.wait(hours(2));
  await app.tick('schedule-scans');
  await app.settle();
  await app.tick('judge-due');
  await app.settle();
  await app.tick('resume-due');
  await app.settle();
};

const requested = async (endsInDays = 5) => {
  const app = startApp();
  const people = aPayrollApp(app, endsInDays);
  await untilRequested(app);
  return { app, ...people };
};

const theirs = (app: App, name: string) => ({
  name,
  startsAt: app.clock.now(),
  expiresAt: plus(app.clock.now(), days(365)),
});

describe('someone renewed it themselves', () => {
  test('the request is cancelled with the reason, and that is said once', async () => {
    const { app, nativeId } = await requested();
    app.directory.addCredential(nativeId, theirs(app, 'ci secret 2'));
    await scanAgain(app);
    expect(statesOf(app)).toEqual(['cancelled']);
    expect(app.desk.tickets()).toMatchObject([
      { state: 'cancelled', evidence: expect.stringContaining('Someone renewed it themselves') },
    ]);
    expect(app.events('renewal.cancelled')).toMatchObject([{ data: { cause: 'renewed-by-others' } }]);
  });

  test('a link that nobody opened is void, and the secret behind it is gone', async () => {
    const { app, nativeId, owner } = await mailed();
    const link = linkIn(app, owner);
    app.directory.addCredential(nativeId, theirs(app, 'ci secret 2'));
    app.clock.wait(minutes(10));
    await app.tick('schedule-scans');
    await app.settle();
    await app.tick('judge-due');
    await app.settle();
    await app.tick('resume-due');
    await app.settle();
    expect(statesOf(app)).toEqual(['cancelled']);
    expect(secretsOf(app, nativeId).toSorted()).toEqual(['ci secret', 'ci secret 2']);
    expect(app.stores.links.all().find(({ id }) => id === link.id)?.state).toBe('revoked');
  });

  test('what the recipient has stays, and goes on', async () => {
    const { app, nativeId, owner } = await mailed();
    await redeem(app, owner);
    app.directory.addCredential(nativeId, theirs(app, 'ci secret 2'));
    await scanAgain(app);
    expect(statesOf(app)).toEqual(['redeemed']);
    expect(secretsOf(app, nativeId)).toHaveLength(3);
  });

  test('one that may serve something else is told of, once, and ends nothing', async () => {
    const { app, nativeId } = await requested();
    app.directory.addCredential(nativeId, theirs(app, 'another client'));
    await scanAgain(app);
    await rounds(app, 2, hours(7));
    expect(statesOf(app)).toEqual(['requested']);
    const notes = app.desk.tickets()[0]!.notes.filter((note) => note.includes('made beside the one'));
    expect(notes).toHaveLength(1);
  });

  test('an old one that was removed ends it too', async () => {
    const { app, nativeId } = await requested();
    const [old] = app.directory.credentialsOf(nativeId);
    await app.directory.issuer.remove({ tenant: TENANT.id, nativeId }, old!.keyId);
    await scanAgain(app);
    expect(app.events('renewal.cancelled')).toMatchObject([{ data: { cause: 'credential-removed' } }]);
    expect(app.desk.tickets()[0]).toMatchObject({ state: 'cancelled' });
  });

  test('while the desk is away nothing is lost: it is cancelled when that is back', async () => {
    const { app, nativeId } = await requested();
    app.directory.addCredential(nativeId, theirs(app, 'ci secret 2'));
    app.desk.goAway();
    await scanAgain(app);
    expect(statesOf(app)).toEqual(['paused']);
    app.desk.comeBack();
    await rounds(app, 2);
    expect(statesOf(app)).toEqual(['cancelled']);
    expect(app.desk.tickets()[0]).toMatchObject({ state: 'cancelled' });
  });
});

describe('what waits for people', () => {
  test('is closed with the proof once a scan sees that they renewed it', async () => {
    const { app, nativeId, approver } = await requested();
    await untilMailed(app, approver);
    await rounds(app, 12);
    expect(statesOf(app)).toEqual(['link-expired']);
    app.directory.addCredential(nativeId, theirs(app, 'made by hand'));
    await scanAgain(app);
    expect(statesOf(app)).toEqual(['closed-by-hand']);
    expect(app.desk.tickets()).toMatchObject([
      { state: 'closed', evidence: expect.stringContaining('Renewed by hand') },
    ]);
    expect(app.events('renewal.closed')).toHaveLength(1);
  });

  test('is opened again when it was closed and nothing came of it for a day', async () => {
    const { app, approver } = await requested();
    await untilMailed(app, approver);
    await rounds(app, 12);
    const { ticket } = app.desk.tickets()[0]!;
    app.desk.closeByHand(ticket, 'a.technician', 'closed');
    await rounds(app, 2, hours(7));
    expect(app.desk.tickets()[0]!.state).toBe('closed');
    await rounds(app, 2, hours(7));
    expect(app.desk.tickets()[0]).toMatchObject({ state: 'open' });
    expect(app.desk.tickets()[0]!.notes.at(-1)).toContain('no newer credential was seen');
  });

  test('is ended by whoever cancels the request, who is remembered', async () => {
    const { app } = await requested();
    app.desk.closeByHand(app.desk.tickets()[0]!.ticket, 'a.technician', 'cancelled');
    await rounds(app, 1);
    expect(app.stores.renewals.all()[0]!).toMatchObject({
      state: 'cancelled',
      because: { cause: 'ended-by-person', by: 'a.technician' },
    });
  });
});

describe('the people on a request', () => {
  test('hear of each stage, once', async () => {
    const { app } = await requested(20);
    await rounds(app, 4, days(4));
    const notes = app.desk.tickets()[0]!.notes.filter((note) => note.includes('is now at the stage'));
    expect(notes).toEqual([expect.stringContaining('"urgent"')]);
  });

  test('get one incident when it has expired and nothing came in its place', async () => {
    const { app } = await requested(2);
    await rounds(app, 8, hours(12));
    expect(app.desk.incidents.all()).toMatchObject([
      { title: expect.stringContaining('Expired and not renewed: payroll-sync'), notes: [] },
    ]);
  });

  test('get an incident for what was denied as well, on its day', async () => {
    const { app, approver } = await requested(2);
    app.desk.deny(app.desk.tickets()[0]!.ticket, approver.userPrincipalName, 'No.');
    await rounds(app, 1);
    expect(statesOf(app)).toEqual(['denied']);
    await rounds(app, 5, hours(12));
    expect(app.desk.incidents.all()).toHaveLength(1);
  });

  test('get one incident when an outage holds a renewal up for too long', async () => {
    const { app, approver } = await requested();
    app.shares.goAway();
    await untilMailed(app, approver);
    await rounds(app, 8);
    expect(app.desk.incidents.all()).toMatchObject([{ title: expect.stringContaining('Renewal held up') }]);
    app.shares.comeBack();
    await rounds(app, 20);
    expect(app.desk.incidents.all()).toHaveLength(1);
  });
});

describe('the dates on the record', () => {
  test('the team says when it shall be done: the requester hears of it, and issuing waits', async () => {
    const { app, owner, approver } = await requested();
    const { ticket } = app.desk.tickets()[0]!;
    const dueAt = plus(app.clock.now(), days(2));
    app.desk.plan(ticket, { dueAt });
    await rounds(app, 1);
    expect(app.desk.tickets()[0]!.messages).toEqual([expect.stringContaining(toIso(dueAt))]);
    await untilMailed(app, approver);
    await rounds(app, 3, hours(10));
    expect(statesOf(app)).toEqual(['approved']);
    await rounds(app, 3, hours(10));
    expect(linkIn(app, owner)).toBeDefined();
  });

  test('the old one goes on the day that people write, and they are reminded before', async () => {
    const { app, owner, approver, nativeId } = await requested();
    await untilMailed(app, approver);
    const secret = await redeem(app, owner);
    const { ticket } = app.desk.tickets()[0]!;
    app.desk.plan(ticket, { removalDay: dayOf(plus(app.clock.now(), days(3))) });
    await rounds(app, 1);
    expect(app.desk.tickets()[0]!.messages.at(-1)).toContain('will be removed on');
    await rounds(app, 10, hours(6));
    expect(app.desk.tickets()[0]!.messages.at(-1)).toContain('stops working then');
    await rounds(app, 4, hours(6));
    expect(app.directory.credentialsOf(nativeId).map(({ value }) => value)).toEqual([secret]);
    expect(statesOf(app)).toEqual(['closed']);
  });

  test('a day that is over is refused with a note, and so is what is no day', async () => {
    const { app } = await requested();
    const { ticket } = app.desk.tickets()[0]!;
    app.desk.plan(ticket, { removalDay: '2020-01-01' });
    await rounds(app, 2);
    app.desk.plan(ticket, { removalDay: 'next <b>week</b>' });
    await rounds(app, 2);
    expect(app.desk.tickets()[0]!.messages).toEqual([
      expect.stringContaining('2020-01-01 is over'),
      expect.stringContaining('is no day'),
    ]);
  });
});

describe('a request without anyone to receive it', () => {
  test('is asked anew once an owner is found, and the first one is withdrawn', async () => {
    const app = startApp();
    const { approver, nativeId, owner } = aPayrollApp(app, 5);
    app.directory.changeApplication(nativeId, { owners: [] });
    await untilRequested(app);
    expect(app.desk.tickets()).toMatchObject([{ request: { requestedFor: undefined } }]);
    app.directory.changeApplication(nativeId, { owners: [owner] });
    await rounds(app, 2, hours(7));
    expect(app.desk.tickets()).toMatchObject([
      { state: 'cancelled', evidence: expect.stringContaining('took the place') },
      { state: 'open', request: { requestedFor: owner.userPrincipalName } },
    ]);
    await untilMailed(app, approver);
    expect(linkIn(app, owner)).toBeDefined();
  });
});
