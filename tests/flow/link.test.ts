import { describe, expect, test } from '@jest/globals';
import { days, instantOfMs, minutes, plus, seconds } from '../../lib/domain/time.ts';
import { startApp } from '../support/app.ts';
import {
  aBrowser,
  acknowledge,
  aPayrollApp,
  linkIn,
  mailed,
  open,
  report,
  reveal,
  rounds,
  secretsOf,
  signIn,
  untilMailed,
  untilRequested,
} from '../support/story.ts';

describe('a link', () => {
  test('that is opened spends nothing, and reveals once', async () => {
    const { app, link, signedIn } = await mailed();
    const browser = await signedIn();
    expect((await open(app, browser, link)).status).toBe(200);
    expect((await open(app, browser, link)).status).toBe(200);
    expect((await reveal(app, browser, link)).status).toBe(200);
    const second = await reveal(app, browser, link, 'B'.repeat(22));
    expect(second).toMatchObject({ status: 410, jsonBody: { state: 'claimed', bySelf: true } });
  });

  test('says what it is for, until when, and whom to ask', async () => {
    const { app, link, signedIn } = await mailed();
    const kept = app.stores.links.all()[0]!;
    expect((await open(app, await signedIn(), link)).jsonBody).toEqual({
      application: 'payroll-sync',
      credential: kept.keyId,
      kind: 'client-secret',
      environment: 'LIVE',
      ticket: kept.ticket,
      notAfter: new Date(kept.notAfter).toISOString(),
      serverNow: new Date(app.clock.now()).toISOString(),
      reauthenticate: false,
      team: { name: 'the identity team', address: 'identity@northwind.example' },
    });
  });

  test('gives the same browser its own answer again for two minutes, and no longer', async () => {
    const { app, link, signedIn } = await mailed();
    const browser = await signedIn();
    const first = await reveal(app, browser, link);
    app.clock.wait(seconds(119));
    expect((await reveal(app, browser, link)).jsonBody).toEqual(first.jsonBody);
    app.clock.wait(seconds(1));
    expect((await reveal(app, browser, link)).status).toBe(410);
  });

  test('that was acknowledged holds nothing any more, and the renewal goes on', async () => {
    const { app, link, signedIn } = await mailed();
    const browser = await signedIn();
    await reveal(app, browser, link);
    expect((await acknowledge(app, browser, link, 'B'.repeat(22))).status).toBe(410);
    const done = await acknowledge(app, browser, link);
    expect(done).toMatchObject({ status: 200, headers: { 'clear-site-data': '"cache", "storage"' } });
    expect(await acknowledge(app, browser, link)).toEqual(done);
    expect(JSON.stringify(app.stores.links.all())).not.toContain('ciphertext');
    expect((await reveal(app, browser, link)).jsonBody).toMatchObject({ state: 'acknowledged' });
    await rounds(app, 1);
    expect(app.stores.renewals.all().map(({ state }) => state)).toEqual(['redeemed']);
  });

  test('that was revealed and never acknowledged stays, and its sealed copy goes after two minutes', async () => {
    const { app, owner, nativeId, link, signedIn } = await mailed();
    await reveal(app, await signedIn(), link);
    await rounds(app, 12);
    expect(JSON.stringify(app.stores.links.all())).not.toContain('ciphertext');
    expect(secretsOf(app, nativeId)).toHaveLength(2);
    expect(app.mailer.inbox(owner.mail)).toHaveLength(2);
  });

  test('is not burned by a vault that is away', async () => {
    const { app, link, signedIn } = await mailed();
    const browser = await signedIn();
    app.shares.goAway();
    expect(await reveal(app, browser, link)).toMatchObject({
      status: 503,
      jsonBody: { retryAfterSeconds: 5 },
    });
    expect(app.stores.links.all().map(({ state }) => state)).toEqual(['issued']);
    app.shares.comeBack();
    expect((await reveal(app, browser, link)).status).toBe(200);
  });

  test('whose claim was written though its answer was lost is revealed to the same browser', async () => {
    const { app, link, signedIn } = await mailed();
    const browser = await signedIn();
    app.stores.links.loseNextAnswer();
    expect((await reveal(app, browser, link)).status).toBe(503);
    expect(app.stores.links.all().map(({ state }) => state)).toEqual(['claimed']);
    expect((await reveal(app, browser, link, 'B'.repeat(22))).status).toBe(410);
    expect((await reveal(app, browser, link)).status).toBe(200);
  });

  test('reveals to one of many who ask at once', async () => {
    const { app, link, signedIn } = await mailed();
    const browser = await signedIn();
    const nonces = Array.from({ length: 50 }, (_, i) => String(i).padStart(22, 'n'));
    const answers = await Promise.all(nonces.map((nonce) => reveal(app, browser, link, nonce)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 410)).toHaveLength(49);
  });

  test('that nobody opened in its hour is over, and the new secret is taken back', async () => {
    const { app, link, nativeId, signedIn } = await mailed();
    app.clock.wait(minutes(60));
    const browser = await signedIn();
    expect(await reveal(app, browser, link)).toMatchObject({
      status: 410,
      jsonBody: { state: 'expired', bySelf: false, next: 'ask-for-new' },
    });
    await app.tick('resume-due');
    await app.settle();
    expect(secretsOf(app, nativeId)).toEqual(['ci secret']);
    expect(app.events('renewal.link-expired')).toHaveLength(1);
    expect(app.stores.links.all().every((kept) => !('sealed' in kept))).toBe(true);
  });

  test('whose hour someone lengthened in its row does not open', async () => {
    const { app, link, signedIn } = await mailed();
    const id = app.stores.links.all()[0]!.id;
    const stored = (await app.stores.links.find(id))!;
    const longer = { ...stored.state, notAfter: plus(stored.state.notAfter, days(1)) };
    await app.stores.links.commit(id, {
      expected: stored.version,
      state: longer,
      dueAt: longer.notAfter,
      messages: [],
    });
    expect(await reveal(app, await signedIn(), link)).toMatchObject({
      status: 410,
      jsonBody: { state: 'revoked', next: 'contact-team' },
    });
    expect(app.logged.map(({ code }) => code)).toContain('LINK_TAMPERED');
  });

  test.each([
    [-1, 200],
    [0, 410],
    [1, 410],
  ])('%i ms from the end of its hour is answered %i', async (ms, status) => {
    const { app, link, signedIn } = await mailed();
    const { notAfter } = app.stores.links.all()[0]!;
    app.clock.set(instantOfMs(notAfter + ms));
    const browser = await signedIn();
    expect((await open(app, browser, link)).status).toBe(status);
    expect((await reveal(app, browser, link)).status).toBe(status);
  });

  test('that the store claimed past the hour by its own clock gives nothing, and its secret is taken back', async () => {
    const { app, link, nativeId, signedIn } = await mailed();
    const { notAfter } = app.stores.links.all()[0]!;
    app.clock.set(instantOfMs(notAfter - 1));
    app.stores.links.skew(1 as never);
    const answer = await reveal(app, await signedIn(), link);
    expect(answer).toMatchObject({ status: 410, jsonBody: { state: 'expired' } });
    expect(JSON.stringify(answer)).not.toContain('share');
    await rounds(app, 2);
    expect(secretsOf(app, nativeId)).toEqual(['ci secret']);
  });
});

describe('a link that is asked for in trouble', () => {
  test('reveals to its holder beside someone who guesses', async () => {
    const { app, link, signedIn } = await mailed();
    const browser = await signedIn();
    const guess = reveal(app, browser, { ...link, key: 'x'.repeat(43) }, 'B'.repeat(22));
    const [right] = await Promise.all([reveal(app, browser, link), guess]);
    expect(right.status).toBe(200);
  });

  test('reveals while nothing can be recorded or sent, and says so later', async () => {
    const { app, owner, link, signedIn } = await mailed();
    const browser = await signedIn();
    app.audit.away();
    app.publisher.away();
    expect((await reveal(app, browser, link)).status).toBe(200);
    app.audit.back();
    app.publisher.back();
    await rounds(app, 1);
    expect(app.events('renewal.link-redeemed')).toHaveLength(1);
    expect(app.mailer.inbox(owner.mail)).toHaveLength(2);
  });

  test('is answered as an outage when its table is away, and the log says so', async () => {
    const { app, link, signedIn } = await mailed();
    const browser = await signedIn();
    app.stores.links.away();
    expect(await open(app, browser, link)).toMatchObject({ status: 503 });
    expect(app.logged.map(({ code }) => code)).toContain('LINK_FAILED');
  });
});

describe('a report', () => {
  const states = (app: Awaited<ReturnType<typeof mailed>>['app']) =>
    app.stores.renewals.all().map(({ state }) => state);
  const notes = (app: Awaited<ReturnType<typeof mailed>>['app']) =>
    app.desk.tickets().flatMap(({ notes: said }) => said);

  test.each(['exposed', 'not-me'])('that says %s takes the new secret away at once', async (kind) => {
    const { app, link, nativeId, signedIn } = await mailed();
    const browser = await signedIn();
    await reveal(app, browser, link);
    await rounds(app, 1);
    const heard = await report(app, browser, link, kind);
    expect(heard).toMatchObject({ status: 200, jsonBody: { kind } });
    expect(await report(app, browser, link, kind)).toEqual(heard);
    expect((await reveal(app, browser, link)).jsonBody).toMatchObject({ state: 'reported' });
    await rounds(app, 1);
    expect(secretsOf(app, nativeId)).toEqual(['ci secret']);
    expect(states(app)).toEqual(['revoked']);
    expect(app.events('renewal.link-reported').map(({ data }) => data)).toMatchObject([{ report: kind }]);
    expect(app.events('renewal.credential-revoked').map(({ data }) => data)).toMatchObject([{ cause: kind }]);
    expect(notes(app).join('\n')).toContain('removed at once');
  });

  test('that a secret is lost brings another one, with a mail that replaces the first', async () => {
    const { app, owner, link, nativeId, signedIn } = await mailed();
    const browser = await signedIn();
    await reveal(app, browser, link);
    await rounds(app, 1);
    const before = secretsOf(app, nativeId);
    await report(app, browser, link, 'lost');
    await rounds(app, 1);
    const next = linkIn(app, owner);
    expect(next.id).not.toBe(link.id);
    expect(secretsOf(app, nativeId)).toHaveLength(2);
    expect(secretsOf(app, nativeId)).not.toEqual(before);
    expect((await open(app, browser, link)).jsonBody).toMatchObject({ next: 'see-newer-mail' });
    expect((await reveal(app, browser, next)).status).toBe(200);
    await rounds(app, 1);
    expect(states(app)).toEqual(['redeemed']);
  });

  test('that a link ran out brings another one, and never the same secret', async () => {
    const { app, owner, link, nativeId, signedIn } = await mailed();
    await rounds(app, 12);
    expect(states(app)).toEqual(['link-expired']);
    const browser = await signedIn();
    expect((await report(app, browser, link, 'exposed')).status).toBe(410);
    expect((await report(app, browser, link, 'lost')).status).toBe(200);
    await rounds(app, 1);
    const next = linkIn(app, owner);
    expect((await reveal(app, browser, next)).status).toBe(200);
    expect(secretsOf(app, nativeId)).toHaveLength(2);
  });

  test('that a secret was exposed may be followed by the wish for another; that it was someone else may not', async () => {
    for (const [kind, status, end] of [
      ['exposed', 200, 'delivered'],
      ['not-me', 410, 'revoked'],
    ] as const) {
      const { app, link, signedIn } = await mailed();
      const browser = await signedIn();
      await report(app, browser, link, kind);
      await rounds(app, 1);
      expect((await report(app, browser, link, 'lost')).status).toBe(status);
      await rounds(app, 1);
      expect(states(app)).toEqual([end]);
    }
  });

  test('for another link comes too late when the approval is two weeks old', async () => {
    const { app, link, signedIn } = await mailed();
    await rounds(app, 12);
    app.clock.wait(days(14));
    await report(app, await signedIn(), link, 'lost');
    await rounds(app, 1);
    expect(states(app)).toEqual(['link-expired']);
    expect(notes(app).join('\n')).toContain('too old');
  });

  test.each(['misconfigured', 'unsure'])(
    'that says %s is told to the team and ends nothing',
    async (kind) => {
      const { app, link, nativeId, signedIn } = await mailed();
      const browser = await signedIn();
      expect((await report(app, browser, link, kind)).status).toBe(200);
      await rounds(app, 3, minutes(1));
      expect((await reveal(app, browser, link)).status).toBe(200);
      expect(secretsOf(app, nativeId)).toHaveLength(2);
      expect(notes(app).filter((note) => note.includes('Nothing was removed'))).toHaveLength(1);
    },
  );

  test('is answered when the desk and the directory are back, however long they were away', async () => {
    const { app, link, nativeId, signedIn } = await mailed();
    const browser = await signedIn();
    await rounds(app, 1);
    app.desk.goAway();
    app.directory.goAway();
    await report(app, browser, link, 'unsure');
    await report(app, browser, link, 'exposed');
    await rounds(app, 5);
    expect(secretsOf(app, nativeId)).toHaveLength(2);
    app.desk.comeBack();
    app.directory.comeBack();
    await rounds(app, 20);
    expect(states(app)).toEqual(['revoked']);
    expect(secretsOf(app, nativeId)).toEqual(['ci secret']);
    expect(app.stores.links.all()[0]!.reports.every(({ answeredAt }) => answeredAt !== undefined)).toBe(true);
  });

  test('after the old secret is gone is left to a person, since nothing else lets the application in', async () => {
    const { app, link, nativeId, owner, signedIn } = await mailed();
    await reveal(app, await signedIn(), link);
    await rounds(app, 1);
    app.clock.wait(days(20));
    await rounds(app, 2);
    expect(states(app)).toEqual(['closed']);
    const browser = aBrowser();
    await signIn(app, browser, owner, link.id);
    await report(app, browser, link, 'exposed');
    await rounds(app, 2);
    expect(secretsOf(app, nativeId)).toHaveLength(1);
    expect(app.logged.filter(({ code }) => code === 'REPORT_UNANSWERED')).toHaveLength(1);
    expect(notes(app).join('\n')).toContain('act now');
  });
});

describe('a recipient who is disabled while their secret is being made', () => {
  test('gets no mail, and the secret is taken back', async () => {
    const app = startApp();
    const { owner, approver, nativeId } = aPayrollApp(app, 5);
    await untilRequested(app);
    const { issuer } = app.directory;
    const real = { ...issuer };
    let made = 0;
    Object.assign(issuer, {
      add: async (...asked: Parameters<typeof issuer.add>) => {
        const secret = await real.add(...asked);
        made += 1;
        app.directory.changePerson(owner, { enabled: false });
        return secret;
      },
    });
    await untilMailed(app, approver);
    await rounds(app, 3);
    expect(made).toBe(1);
    expect(app.mailer.inbox(owner.mail).filter(({ text }) => text.includes('/r/'))).toEqual([]);
    expect(secretsOf(app, nativeId)).toEqual(['ci secret']);
    expect(app.stores.links.all().map(({ state }) => state)).toEqual(['revoked']);
  });
});
