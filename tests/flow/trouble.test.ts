import { describe, expect, test } from '@jest/globals';
import { readMarker } from '../../lib/domain/marker.ts';
import { days, hours, minutes } from '../../lib/domain/time.ts';
import { type App, startApp } from '../support/app.ts';
import {
  aPayrollApp,
  decrypt,
  linkIn,
  redeem,
  reveal,
  rounds,
  untilMailed,
  untilRequested,
} from '../support/story.ts';

const ours = (app: App, nativeId: string) =>
  app.directory.credentialsOf(nativeId).filter(({ name }) => readMarker(name) !== undefined);
const stagesOf = (app: App) =>
  app.events('credential.near-expiry').map(({ data }) => ('stage' in data ? data.stage : undefined));

describe('a recipient who is quicker than our mail provider', () => {
  test('keeps the secret that was revealed, though the answer about the mail was lost', async () => {
    const app = startApp();
    const { owner, approver, nativeId } = aPayrollApp(app, 5);
    await untilRequested(app);
    app.mailer.onSend(async () => {
      const link = linkIn(app, owner);
      revealed = decrypt(link, await reveal(app, link));
    });
    let revealed = '';
    app.mailer.loseNextAnswer();
    await untilMailed(app, approver);
    await rounds(app, 3);
    expect(app.directory.signsIn(nativeId, revealed)).toBe(true);
    expect(ours(app, nativeId)).toHaveLength(1);
    expect(app.stores.renewals.all().map(({ state }) => state)).toEqual(['redeemed']);
  });
});

describe('a recipient who left while the link was out', () => {
  test('leaves nothing of ours behind, whatever the directory says of them', async () => {
    const app = startApp();
    const { owner, approver, nativeId } = aPayrollApp(app, 5);
    await untilRequested(app);
    app.mailer.goAway();
    await untilMailed(app, approver);
    app.directory.changePerson(owner, { enabled: false });
    app.mailer.comeBack();
    await rounds(app, 10, hours(1));
    expect(ours(app, nativeId)).toEqual([]);
  });
});

describe('observing', () => {
  test('for a while loses no stage: what holds is said when we may speak again', async () => {
    const app = startApp({ mode: 'observe' });
    aPayrollApp(app, 20);
    await untilRequested(app);
    expect(app.events('source.armed')).toEqual([]);
    app.setMode('act');
    await app.tick('judge-due');
    expect(stagesOf(app)).toEqual(['near-expiry']);
    app.setMode('observe');
    app.clock.wait(days(14));
    await app.tick('judge-due');
    expect(stagesOf(app)).toEqual(['near-expiry']);
    app.setMode('act');
    await app.tick('judge-due');
    expect(stagesOf(app)).toEqual(['near-expiry', 'urgent']);
  });
});

describe('several secrets of one application that come to a stage at once', () => {
  test('are one mail to their owner, though their messages come side by side', async () => {
    const app = startApp();
    const { owner, nativeId } = aPayrollApp(app, 5);
    for (const name of ['second', 'third']) {
      app.directory.addCredential(nativeId, { name, expiresAt: hoursFromNow(app, 100) });
    }
    await app.tick('schedule-scans');
    await app.settle();
    await app.tick('judge-due');
    const messages = app.publisher.take('notify-owner');
    expect(messages).toHaveLength(3);
    await Promise.all(messages.map((message) => app.deliver('notify-owner', message)));
    expect(app.mailer.inbox(owner.mail)).toHaveLength(1);
  });
});

describe('a stage that passes while a renewal is under way', () => {
  test('is said once the renewal has ended without a new secret', async () => {
    const app = startApp();
    const { approver } = aPayrollApp(app, 8);
    await untilRequested(app);
    await untilMailed(app, approver);
    app.clock.wait(days(1.5));
    await app.tick('judge-due');
    expect(stagesOf(app)).toEqual(['near-expiry']);
    await rounds(app, 3, hours(1));
    expect(stagesOf(app)).toEqual(['near-expiry', 'urgent']);
  });
});

describe('one row that nobody can read', () => {
  test('does not keep the others from being judged', async () => {
    const app = startApp();
    const first = aPayrollApp(app, 20);
    aPayrollApp(app, 20);
    await untilRequested(app);
    app.stores.subjects.spoil({ tenant: first.subject.tenant, id: first.subject.id });
    app.clock.wait(days(14));
    await app.tick('judge-due');
    expect(stagesOf(app)).toEqual(['near-expiry', 'near-expiry', 'urgent']);
    expect(app.logged.map(({ code }) => code)).toContain('DUE_FAILED');
  });
});

describe('a vault that is away', () => {
  test('costs no credential: nothing is made before its share is wrapped', async () => {
    const app = startApp();
    const { approver, nativeId } = aPayrollApp(app, 5);
    await untilRequested(app);
    app.shares.goAway();
    await untilMailed(app, approver);
    await rounds(app, 5);
    expect(app.directory.made()).toBe(1);
    app.shares.comeBack();
    await rounds(app, 10);
    expect(ours(app, nativeId)).toHaveLength(1);
    expect(app.events('renewal.paused')).toHaveLength(1);
  });
});

describe('a request whose message became a dead letter', () => {
  test('is raised by the look for what was missed', async () => {
    const app = startApp();
    aPayrollApp(app, 5);
    await app.tick('schedule-scans');
    await app.settle();
    await app.tick('judge-due');
    app.publisher.take('raise-request');
    await app.settle();
    expect(app.desk.tickets()).toEqual([]);
    await app.tick('raise-missed-requests');
    await app.settle();
    expect(app.desk.tickets()).toHaveLength(1);
    await app.tick('raise-missed-requests');
    await app.settle();
    expect(app.desk.tickets()).toHaveLength(1);
  });
});

describe('a ticket that was closed under us', () => {
  test('does not keep the old secret from its end', async () => {
    const app = startApp();
    const { owner, approver, nativeId } = aPayrollApp(app, 5);
    await untilRequested(app);
    await untilMailed(app, approver);
    app.desk.refuseNotes();
    await redeem(app, owner);
    app.clock.wait(days(6));
    await rounds(app, 1, minutes(1));
    expect(app.directory.credentialsOf(nativeId)).toHaveLength(1);
  });
});

const hoursFromNow = (app: App, count: number) =>
  (app.clock.now() + hours(count)) as ReturnType<App['clock']['now']>;
