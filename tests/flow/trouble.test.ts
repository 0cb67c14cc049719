import { describe, expect, test } from '@jest/globals';
import { readMarker } from '../../lib/domain/marker.ts';
import { days, hours, minutes } from '../../lib/domain/time.ts';
import { DEFAULT_POLICY } from '../../lib/domain/policy.ts';
import { type App, startApp } from '../support/app.ts';
import {
  aPayrollApp,
  decrypt,
  linkIn,
  mailed,
  redeem,
  reveal,
  rounds,
  untilMailed,
  untilRequested,
  aBrowser,
  signIn,
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
      const browser = aBrowser();
      await signIn(app, browser, owner, link.id);
      revealed = decrypt(link, await reveal(app, browser, link));
    });
    let revealed = '';
    app.mailer.loseNextAnswer();
    await untilMailed(app, approver);
    await rounds(app, 3);
    expect(app.events('renewal.link-sent')).toHaveLength(1);
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
  test('are one mail to their owner', async () => {
    const app = startApp();
    const { owner, nativeId } = aPayrollApp(app, 5);
    for (const name of ['second', 'third']) {
      app.directory.addCredential(nativeId, { name, expiresAt: hoursFromNow(app, 100) });
    }
    await app.tick('schedule-scans');
    await app.settle();
    await app.tick('judge-due');
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

describe('one that nobody can read', () => {
  test('among the subjects does not keep a source from speaking', async () => {
    const app = startApp({ mode: 'observe' });
    const first = aPayrollApp(app, 5);
    aPayrollApp(app, 5);
    await untilRequested(app);
    app.stores.subjects.spoil({ tenant: first.subject.tenant, id: first.subject.id });
    app.setMode('act');
    await app.tick('judge-due');
    expect(stagesOf(app)).toEqual(['urgent']);
  });

  test('among the links does not keep a renewal from its day', async () => {
    const { app, owner, nativeId } = await mailed();
    await redeem(app, owner);
    const [link] = app.stores.links.all();
    app.clock.wait(days(6));
    app.stores.links.spoil(link!.id);
    await app.tick('resume-due').catch(() => undefined); // says the outage of the links once all else was tried
    await app.settle();
    expect(app.directory.credentialsOf(nativeId)).toHaveLength(1);
  });
});

describe('an old secret whose day is its expiry', () => {
  test('is not said to have expired: its successor is in hand, and it is removed as planned', async () => {
    const { app, owner } = await mailed();
    await redeem(app, owner);
    app.clock.wait(days(5));
    await app.tick('judge-due');
    await rounds(app, 2);
    expect(app.events('credential.expired')).toEqual([]);
    expect(app.events('renewal.closed')).toHaveLength(1);
  });
});

describe('a service desk that is away for an hour', () => {
  test('is said once, and asked ever more rarely', async () => {
    const app = startApp();
    aPayrollApp(app, 5);
    app.desk.goAway();
    await untilRequested(app);
    await rounds(app, 60, minutes(1));
    expect(app.events('renewal.paused')).toHaveLength(1);
    const tries = app.logged.filter(({ fields }) => 'step' in fields && fields.step === 'open-request');
    expect(tries.length).toBeLessThan(12);
    app.desk.comeBack();
    await rounds(app, 12);
    expect(app.desk.tickets()).toHaveLength(1);
  });
});

describe('a secret with the name of one of ours, on another application', () => {
  test('is nobody’s orphan', async () => {
    const { app, owner } = await mailed();
    await redeem(app, owner);
    const [renewal] = app.stores.renewals.all();
    const other = aPayrollApp(app, 300);
    app.directory.addCredential(other.nativeId, { name: `Expiry Monitor ${renewal!.id} #1` });
    app.clock.wait(minutes(10));
    await untilRequested(app);
    expect(app.directory.credentialsOf(other.nativeId)).toHaveLength(2);
  });
});

describe('an owner notice', () => {
  test('goes out once, though the judge runs while it is sent', async () => {
    const app = startApp();
    const { owner } = aPayrollApp(app, 5);
    app.mailer.onSend(() => app.tick('judge-due'));
    await untilRequested(app);
    await rounds(app, 6);
    expect(app.mailer.inbox(owner.mail)).toHaveLength(1);
  });
});

describe('an owner notice whose sender died', () => {
  test('goes out once its lease is over', async () => {
    const app = startApp();
    const { owner } = aPayrollApp(app, 5);
    await app.tick('schedule-scans');
    await app.settle();
    app.mailer.onSend(() => Promise.reject(new Error('The process was killed.')));
    await expect(app.tick('judge-due')).rejects.toThrow('killed');
    app.mailer.onSend(() => Promise.resolve());
    const before = app.mailer.inbox(owner.mail).length;
    await app.tick('judge-due');
    expect(app.mailer.inbox(owner.mail)).toHaveLength(before);
    await rounds(app, 2);
    expect(app.mailer.inbox(owner.mail)).toHaveLength(before + 1);
  });
});

describe('the look for missed requests', () => {
  test('says which labels of the policy nothing bears', async () => {
    const rule = (...labels: string[]) => ({ ...DEFAULT_POLICY.fallback, labels });
    const app = startApp({ policy: { ...DEFAULT_POLICY, rules: [rule('env:prod', 'evn:prod')] } });
    app.directory.addApplication({ name: 'payroll', labels: ['env:prod'] });
    await untilRequested(app);
    await app.tick('raise-missed-requests');
    expect(app.logged.filter(({ code }) => code === 'POLICY_LABELS_UNKNOWN')).toEqual([
      { code: 'POLICY_LABELS_UNKNOWN', fields: { places: 'rules.0.labels.1' } },
    ]);
  });

  test('raises nothing for what was renewed by hand since', async () => {
    const app = startApp();
    const { nativeId } = aPayrollApp(app, 50);
    await untilRequested(app);
    app.directory.addCredential(nativeId, {
      name: 'ci secret',
      startsAt: app.clock.now(),
      expiresAt: (app.clock.now() + days(300)) as ReturnType<App['clock']['now']>,
    });
    app.clock.wait(days(25));
    await untilRequested(app);
    await app.tick('raise-missed-requests');
    await app.settle();
    expect(app.desk.tickets()).toEqual([]);
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
