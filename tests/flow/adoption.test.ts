import { describe, expect, test } from '@jest/globals';
import type { Person } from '../../lib/domain/person.ts';
import { days, hours, minutes, plus, toIso } from '../../lib/domain/time.ts';
import { type App, startApp } from '../support/app.ts';
import type { FakeForm } from '../support/fakes/service-desk.ts';
import { aPayrollApp, linkIn, rounds, untilMailed, untilRequested } from '../support/story.ts';

const statesOf = (app: App) => app.stores.renewals.all().map(({ state }) => state);
const ticketsOf = (app: App) =>
  app.desk.tickets().map(({ ticket, ...rest }) => ({ number: ticket.number, ...rest }));

/** An application that is far from its expiry, so that nothing is requested by itself. */
const watched = async (endsInDays = 200) => {
  const app = startApp();
  const people = aPayrollApp(app, endsInDays);
  await untilRequested(app);
  const form = (said: Partial<FakeForm> = {}): FakeForm => ({
    applicationName: 'payroll-sync',
    applicationId: people.subject.appId!,
    environment: 'LIVE',
    update: 'Secret',
    removalDay: toIso(plus(app.clock.now(), days(10))).slice(0, 10),
    requestedFor: people.owner.userPrincipalName,
    openedBy: people.owner.userPrincipalName,
    ...said,
  });
  const poll = async () => {
    app.clock.wait(minutes(6));
    await app.tick('poll-service-desk');
    await app.settle();
  };
  return { app, form, poll, ...people };
};

const approve = async (app: App, approver: Person) => {
  app.clock.wait(minutes(6));
  await untilMailed(app, approver);
};

describe('a request that a person opened', () => {
  test('becomes a renewal, and its link goes to whom it is for', async () => {
    const { app, form, poll, owner, approver } = await watched();
    app.desk.openByHand(form());
    await poll();
    await poll();
    expect(statesOf(app)).toEqual(['requested']);
    expect(ticketsOf(app)).toMatchObject([
      { key: app.stores.renewals.all()[0]!.id, messages: [expect.stringContaining('will be removed on')] },
    ]);
    expect(app.events('renewal.requested')).toHaveLength(1);
    await approve(app, approver);
    expect(linkIn(app, owner)).toBeDefined();
  });

  test('and whose stage comes later gets no second one', async () => {
    const { app, form, poll } = await watched(70);
    app.desk.openByHand(form());
    await poll();
    app.clock.wait(days(45));
    await app.tick('judge-due');
    await app.settle();
    await rounds(app, 2);
    expect(app.desk.tickets()).toHaveLength(1);
  });

  test('for someone who is no owner is issued only after an approval that was given after the note', async () => {
    const { app, form, poll, approver } = await watched();
    const stranger = app.directory.addPerson({ displayName: 'Sam Stranger' });
    const ticket = app.desk.openByHand(form({ requestedFor: stranger.userPrincipalName }));
    app.desk.approve(ticket, approver.userPrincipalName, 'Before anyone asked.');
    await poll();
    await poll();
    expect(statesOf(app)).toEqual(['requested']);
    expect(app.desk.tickets()[0]!.notes.join()).toContain('not among the owners');
    expect(app.logged.filter(({ code }) => code === 'DECISION_REFUSED')).toMatchObject([
      { fields: { reason: 'UNCONFIRMED' } },
    ]);
  });

  test('for someone who is no owner goes to them once an approver confirmed it', async () => {
    const { app, form, poll, approver } = await watched();
    const stranger = app.directory.addPerson({ displayName: 'Sam Stranger' });
    app.desk.openByHand(form({ requestedFor: stranger.userPrincipalName }));
    await poll();
    await approve(app, approver);
    expect(linkIn(app, stranger)).toBeDefined();
    expect(app.mailer.inbox(stranger.mail).at(-1)?.text).toContain('names you as the one for whom it is');
  });

  test.each<[string, Partial<FakeForm>, RegExp]>([
    ['an environment that is not watched', { environment: 'PROD' }, /Environment is none/],
    [
      'an application that is not known',
      { applicationId: '0f1e2d3c-0000-4000-8000-00000000abcd' },
      /no application/,
    ],
    ['an application id that is none', { applicationId: "x' or 1" }, /no application/],
    ['a kind that it has none of', { update: 'Certificate' }, /no credential of the kind/],
    ['a person who is not known', { requestedFor: 'nobody@northwind.example' }, /not known in the directory/],
  ])('about %s is asked about, once, and leads to nothing', async (_what, said, question) => {
    const { app, form, poll } = await watched();
    app.desk.openByHand(form(said));
    await poll();
    await poll();
    expect(app.stores.renewals.all()).toEqual([]);
    expect(app.desk.tickets()[0]!.messages).toEqual([expect.stringMatching(question)]);
  });

  test('about one of several secrets names it by the day on which it ends', async () => {
    const { app, form, poll, nativeId, subject } = await watched();
    const expiresAt = plus(app.clock.now(), days(90));
    app.directory.addCredential(nativeId, { name: 'other', startsAt: app.clock.now(), expiresAt });
    app.clock.wait(hours(2));
    await untilRequested(app);
    app.desk.openByHand(form({ applicationId: subject.appId!.toUpperCase() }));
    await poll();
    expect(app.desk.tickets()[0]!.messages).toEqual([
      expect.stringContaining(`They end on ${toIso(expiresAt).slice(0, 10)}`),
    ]);
    app.desk.openByHand(form({ removalDay: toIso(expiresAt).slice(0, 10) }));
    await poll();
    expect(app.stores.renewals.all()).toMatchObject([{ of: { expiresAt } }]);
  });

  test('beside one that is open asks which of the two is meant, and goes on when the first is cancelled', async () => {
    const { app, form, poll } = await watched();
    const first = app.desk.openByHand(form());
    await poll();
    app.desk.openByHand(form());
    await poll();
    expect(app.desk.tickets()[1]!.messages).toEqual([expect.stringContaining(first.number)]);
    expect(statesOf(app)).toEqual(['requested']);
    app.desk.closeByHand(first, 'a.technician', 'cancelled');
    await rounds(app, 3);
    expect(app.desk.tickets()[1]).toMatchObject({ key: app.stores.renewals.all()[0]!.id, state: 'open' });
    expect(statesOf(app)).toEqual(['requested']);
  });

  test('begins anew what was denied', async () => {
    const { app, form, poll, approver, owner } = await watched(5);
    app.desk.deny(app.desk.tickets()[0]!.ticket, approver.userPrincipalName, 'Not now.');
    await poll();
    expect(statesOf(app)).toEqual(['denied']);
    app.desk.openByHand(form());
    await poll();
    expect(statesOf(app)).toEqual(['requested']);
    await approve(app, approver);
    expect(linkIn(app, owner)).toBeDefined();
  });

  test('is taken up after an outage of the desk at any moment, once', async () => {
    const { app, form, poll } = await watched();
    app.desk.openByHand(form());
    app.desk.goAway();
    await poll();
    app.desk.comeBack();
    app.desk.loseNextClaim();
    await poll();
    await poll();
    expect(statesOf(app)).toEqual(['requested']);
    expect(app.desk.tickets()).toHaveLength(1);
    expect(app.desk.tickets()[0]!.key).toBe(app.stores.renewals.all()[0]!.id);
    expect(app.events('renewal.requested')).toHaveLength(1);
  });
});
