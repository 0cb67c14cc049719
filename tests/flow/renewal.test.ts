import { describe, expect, test } from '@jest/globals';
import { readMarker } from '../../lib/domain/marker.ts';
import { days, instantOfMs, minutes, plus, seconds } from '../../lib/domain/time.ts';
import { type App, startApp } from '../support/app.ts';
import {
  aPayrollApp,
  linkIn,
  open,
  redeem,
  reveal,
  rounds,
  untilMailed,
  untilRequested,
} from '../support/story.ts';

const typesOf = (app: App) =>
  app.events().map(({ type }) => type.replace(/^expiry-monitor\.(.*)\.v1$/, '$1'));
const secretsOf = (app: App, nativeId: string) =>
  app.directory.credentialsOf(nativeId).map(({ name }) => name);
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
      'scan.completed',
      'source.baseline-completed',
      'scan.completed',
      'source.baseline-completed',
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

describe('a link', () => {
  const mailed = async () => {
    const app = startApp();
    const people = aPayrollApp(app, 5);
    await untilRequested(app);
    await untilMailed(app, people.approver);
    return { app, ...people, link: linkIn(app, people.owner) };
  };

  test('that is opened spends nothing, and reveals once', async () => {
    const { app, link } = await mailed();
    expect((await open(app, link)).status).toBe(200);
    expect((await open(app, link)).status).toBe(200);
    expect((await reveal(app, link)).status).toBe(200);
    const second = await reveal(app, link, 'B'.repeat(22));
    expect(second).toMatchObject({ status: 410, jsonBody: { code: 'LINK_USED' } });
  });

  test('gives the same browser its own answer again for two minutes, and no longer', async () => {
    const { app, link } = await mailed();
    const first = await reveal(app, link);
    app.clock.wait(seconds(119));
    expect((await reveal(app, link)).jsonBody).toEqual(first.jsonBody);
    app.clock.wait(seconds(1));
    expect((await reveal(app, link)).status).toBe(410);
  });

  test('is not burned by a vault that is away', async () => {
    const { app, link } = await mailed();
    app.shares.goAway();
    expect((await reveal(app, link)).status).toBe(503);
    app.shares.comeBack();
    expect((await reveal(app, link)).status).toBe(200);
  });

  test('reveals to one of many who ask at once', async () => {
    const { app, link } = await mailed();
    const nonces = Array.from({ length: 50 }, (_, i) => String(i).padStart(22, 'n'));
    const answers = await Promise.all(nonces.map((nonce) => reveal(app, link, nonce)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 410)).toHaveLength(49);
  });

  test('of which the key is not known is unknown, as one that never was', async () => {
    const { app, link } = await mailed();
    const wrong = await reveal(app, { ...link, key: 'x'.repeat(43) });
    const never = await reveal(app, { ...link, id: 'z'.repeat(22) });
    expect(wrong).toEqual(never);
    expect((await reveal(app, link)).status).toBe(200);
  });

  test('that nobody opened in its hour is over, and the new secret is taken back', async () => {
    const { app, link, nativeId } = await mailed();
    app.clock.wait(minutes(60));
    expect((await reveal(app, link)).jsonBody).toEqual({ code: 'LINK_EXPIRED' });
    await app.tick('resume-due');
    await app.settle();
    expect(secretsOf(app, nativeId)).toEqual(['ci secret']);
    expect(app.events('renewal.link-expired')).toHaveLength(1);
    expect(app.stores.links.all().every((kept) => !('sealed' in kept))).toBe(true);
  });

  test('whose hour someone lengthened in its row does not open', async () => {
    const { app, link } = await mailed();
    const id = app.stores.links.all()[0]!.id;
    const stored = (await app.stores.links.find(id))!;
    const longer = { ...stored.state, notAfter: plus(stored.state.notAfter, days(1)) };
    await app.stores.links.commit(id, {
      expected: stored.version,
      state: longer,
      dueAt: longer.notAfter,
      messages: [],
    });
    expect(await reveal(app, link)).toMatchObject({ status: 410, jsonBody: { code: 'LINK_REVOKED' } });
    expect(app.logged.map(({ code }) => code)).toContain('LINK_TAMPERED');
  });

  test('opens in the last millisecond of its hour and not in the next', async () => {
    const { app, link } = await mailed();
    const kept = app.stores.links.all()[0]!;
    app.clock.set(kept.notAfter);
    expect((await open(app, link)).status).toBe(410);
    app.clock.set(instantOfMs(kept.notAfter - 1));
    expect((await open(app, link)).status).toBe(200);
  });
});

describe('when something is away in the middle', () => {
  const journey = async (breakIt: (app: App) => void, mendIt: (app: App) => void) => {
    const app = startApp();
    const people = aPayrollApp(app, 5);
    await untilRequested(app);
    breakIt(app);
    await untilMailed(app, people.approver);
    await rounds(app, 2);
    mendIt(app);
    // The longest wait after so few failures is minutes; the hour of the link is not over then.
    await rounds(app, 5);
    return { app, ...people };
  };

  test.each([
    ['the directory', (app: App) => app.directory.goAway(), (app: App) => app.directory.comeBack()],
    ['the mail provider', (app: App) => app.mailer.goAway(), (app: App) => app.mailer.comeBack()],
    ['the service desk', (app: App) => app.desk.goAway(), (app: App) => app.desk.comeBack()],
    ['Key Vault', (app: App) => app.shares.goAway(), (app: App) => app.shares.comeBack()],
    ['Service Bus', (app: App) => app.publisher.away(), (app: App) => app.publisher.back()],
  ])('%s: the path completes with one request and one live credential', async (_what, breakIt, mendIt) => {
    const { app, owner, nativeId } = await journey(breakIt, mendIt);
    expect(app.desk.tickets()).toHaveLength(1);
    const secret = await redeem(app, owner);
    expect(app.directory.signsIn(nativeId, secret)).toBe(true);
    expect(secretsOf(app, nativeId).filter((name) => readMarker(name) !== undefined)).toHaveLength(1);
    expect(app.deadLetters).toEqual([]);
  });

  test('an answer of Graph that was lost leaves no second secret behind', async () => {
    const { app, owner, nativeId } = await journey(
      (a) => a.directory.loseNextAnswer(),
      () => undefined,
    );
    const secret = await redeem(app, owner);
    expect(app.directory.signsIn(nativeId, secret)).toBe(true);
    expect(secretsOf(app, nativeId).filter((name) => readMarker(name) !== undefined)).toHaveLength(1);
  });

  test('a request whose answer was lost is found again and not made twice', async () => {
    const app = startApp();
    aPayrollApp(app, 5);
    app.desk.loseNextOpen();
    await untilRequested(app);
    await rounds(app, 3);
    expect(app.desk.tickets()).toHaveLength(1);
    expect(app.events('renewal.requested')).toHaveLength(1);
  });
});

describe('a credential of ours that its renewal does not know', () => {
  const withStray = async () => {
    const app = startApp();
    const people = aPayrollApp(app, 5);
    await untilRequested(app);
    await untilMailed(app, people.approver);
    await redeem(app, people.owner);
    return { app, ...people, renewal: app.stores.renewals.all()[0]! };
  };

  test('is found by the next scan and removed, and the known one stays', async () => {
    const { app, nativeId, renewal } = await withStray();
    app.directory.addCredential(nativeId, {
      name: `Expiry Monitor ${renewal.id} #7`,
      startsAt: app.clock.now(),
      expiresAt: plus(app.clock.now(), days(180)),
    });
    app.clock.wait(minutes(10));
    await untilRequested(app);
    expect(secretsOf(app, nativeId)).toEqual([`Expiry Monitor ${renewal.id} #1`, 'ci secret']);
    expect(app.logged.some(({ code }) => code === 'ORPHAN_REMOVED')).toBe(true);
  });

  test('but that belongs to a renewal of someone else is left alone', async () => {
    const { app, nativeId } = await withStray();
    const name = `Expiry Monitor rn-${'a'.repeat(26)} #1`;
    app.directory.addCredential(nativeId, { name, expiresAt: plus(app.clock.now(), days(180)) });
    app.clock.wait(minutes(10));
    await untilRequested(app);
    expect(secretsOf(app, nativeId)).toContain(name);
  });
});

describe('what was there before anything is armed', () => {
  test('is seen, judged and shown, and nothing is said', async () => {
    const app = startApp({ armed: false });
    aPayrollApp(app, 5);
    await untilRequested(app);
    expect(app.events('credential.near-expiry')).toEqual([]);
    expect(app.stores.subjects.all()).toHaveLength(1);
  });

  test('stays unsaid under the ceiling of observing, armed or not', async () => {
    const app = startApp({ mode: 'observe' });
    aPayrollApp(app, 5);
    await untilRequested(app);
    expect(app.events('credential.near-expiry')).toEqual([]);
  });

  test('is said under the storm cap once armed, and the rest in the runs after it', async () => {
    const app = startApp({ stormCap: 2 });
    for (let i = 0; i < 5; i += 1) aPayrollApp(app, 5);
    await untilRequested(app);
    expect(app.events('credential.near-expiry')).toHaveLength(2);
    await app.tick('judge-due');
    expect(app.events('credential.near-expiry')).toHaveLength(4);
    await app.tick('judge-due');
    await app.tick('judge-due');
    expect(app.events('credential.near-expiry')).toHaveLength(5);
  });

  test('and had expired long ago becomes a finding, not a request', async () => {
    const app = startApp();
    aPayrollApp(app, -200);
    await untilRequested(app);
    expect(app.events('credential.finding').map(({ data }) => 'finding' in data && data.finding)).toEqual([
      'long-expired',
    ]);
    expect(app.desk.tickets()).toEqual([]);
  });
});

describe('a scan', () => {
  test('that is partial marks nothing as gone', async () => {
    const app = startApp();
    const { nativeId } = aPayrollApp(app, 5);
    await untilRequested(app);
    app.directory.unread([{ what: 'applications/somewhere', reason: 'endDateTime: not an instant' }]);
    app.directory.deleteApplication(nativeId);
    app.clock.wait(minutes(10));
    await untilRequested(app);
    expect(app.stores.subjects.all().map(({ goneAt }) => goneAt)).toEqual([undefined]);
    expect(app.events('scan.completed').map(({ data }) => 'coverage' in data && data.coverage)).toContain(
      'partial',
    );
  });

  test('that is complete marks what a second look does not find either', async () => {
    const app = startApp();
    const { nativeId } = aPayrollApp(app, 5);
    await untilRequested(app);
    app.directory.deleteApplication(nativeId);
    app.clock.wait(minutes(10));
    await untilRequested(app);
    expect(app.stores.subjects.all().map(({ goneAt }) => goneAt !== undefined)).toEqual([true]);
  });

  test('that meets an outage goes on from where it stood', async () => {
    const app = startApp();
    aPayrollApp(app, 5);
    app.directory.goAway();
    await untilRequested(app);
    expect(app.events('credential.near-expiry')).toEqual([]);
    app.directory.comeBack();
    await rounds(app, 3);
    expect(app.events('credential.near-expiry')).toHaveLength(1);
  });
});
