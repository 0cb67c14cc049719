import { describe, expect, test } from '@jest/globals';
import { days, minutes } from '../../lib/domain/time.ts';
import { type App, startApp } from '../support/app.ts';
import { aPayrollApp, linkIn, redeem, rounds, untilMailed, untilRequested } from '../support/story.ts';

const typesOf = (app: App) =>
  app.events().map(({ type }) => type.replace(/^expiry-monitor\.(.*)\.v1$/, '$1'));

describe('a secret that is about to expire, with every message delivered twice', () => {
  test('goes the whole way, and each step is said once', async () => {
    const app = startApp();
    const { owner, approver, nativeId } = aPayrollApp(app, 5);
    await untilRequested(app);
    expect(app.desk.tickets()).toHaveLength(1);
    await untilMailed(app, approver);
    const secret = await redeem(app, owner);
    expect(app.directory.signsIn(nativeId, secret)).toBe(true);
    expect(app.directory.credentialsOf(nativeId)).toHaveLength(2);

    app.clock.wait(days(6));
    await app.tick('resume-due');
    await app.settle();
    expect(app.directory.credentialsOf(nativeId).map(({ value }) => value)).toEqual([secret]);
    expect(app.desk.tickets().map(({ state }) => state)).toEqual(['closed']);
    expect(typesOf(app)).toEqual([
      'source.baseline-completed',
      'scan.completed',
      'source.baseline-completed',
      'scan.completed',
      'source.armed',
      'source.armed',
      'credential.near-expiry',
      'renewal.requested',
      'renewal.approval-decided',
      'renewal.credential-issued',
      'renewal.link-sent',
      'renewal.link-redeemed',
      'renewal.rollover-step',
      'renewal.credential-retired',
      'renewal.closed',
    ]);
    expect(app.deadLetters).toEqual([]);
  });

  test('tells its owner why, once', async () => {
    const app = startApp();
    const { owner } = aPayrollApp(app, 5);
    await untilRequested(app);
    const inbox = app.mailer.inbox(owner.mail);
    expect(inbox).toHaveLength(1);
    expect(inbox[0]?.text).toContain('you are an owner of the application "payroll-sync"');
  });

  test('tells its owner later when the mail provider was away', async () => {
    const app = startApp();
    const { owner } = aPayrollApp(app, 5);
    app.mailer.goAway();
    await untilRequested(app);
    await rounds(app, 3, minutes(1));
    expect(app.mailer.inbox(owner.mail)).toHaveLength(0);
    app.mailer.comeBack();
    await rounds(app, 3);
    expect(app.mailer.inbox(owner.mail)).toHaveLength(1);
  });

  test('two stages of one expiry share one request', async () => {
    const app = startApp();
    aPayrollApp(app, 20);
    await untilRequested(app);
    app.clock.wait(days(15));
    await app.tick('judge-due');
    await app.settle();
    expect(app.events('credential.near-expiry').map(({ data }) => 'stage' in data && data.stage)).toEqual([
      'near-expiry',
      'urgent',
    ]);
    expect(app.desk.tickets()).toHaveLength(1);
  });

  test('scans and judgings that did not run for two weeks still announce the stage they land in', async () => {
    const app = startApp();
    aPayrollApp(app, 20);
    await untilRequested(app);
    app.clock.wait(days(14));
    await app.tick('judge-due');
    await app.tick('judge-due');
    expect(app.events('credential.near-expiry')).toHaveLength(2);
  });

  test('the value of the new secret is nowhere but in the directory and in the browser', async () => {
    const app = startApp();
    const { owner, approver } = aPayrollApp(app, 5);
    await untilRequested(app);
    await untilMailed(app, approver);
    const { key } = linkIn(app, owner);
    const secret = await redeem(app, owner);
    const everything = JSON.stringify([
      app.publisher.sent(),
      app.audit.entries(),
      app.logged,
      app.desk.tickets(),
      Object.values(app.stores).map((store) => store.all()),
    ]);
    expect(everything).not.toContain(secret);
    expect(everything).not.toContain(key);
    expect(JSON.stringify(app.mailer.inbox())).not.toContain(secret);
  });

  test('what was decided and done is in the audit stream, each event once', async () => {
    const app = startApp();
    const { owner, approver } = aPayrollApp(app, 5);
    await untilRequested(app);
    await untilMailed(app, approver);
    await redeem(app, owner);
    const recorded = app.audit.entries().map(({ id }) => id);
    expect(recorded.toSorted()).toEqual(
      app
        .events()
        .map(({ id }) => id)
        .toSorted(),
    );
  });
});
