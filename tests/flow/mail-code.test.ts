import { describe, expect, test } from '@jest/globals';
import { between, instantOfMs, minutes, seconds } from '../../lib/domain/time.ts';
import type { App } from '../support/app.ts';
import {
  aBrowser,
  type Browser,
  decrypt,
  type MailedLink,
  mailed,
  open,
  post,
  proofOf,
  report,
  reveal,
  signIn,
} from '../support/story.ts';

const DOMAINS = { mailCodeDomains: ['northwind.example'] };

const ask = async (app: App, browser: Browser, link: MailedLink) => {
  const answered = await post(app, browser, 'ask-mail-code', link.id, { proof: proofOf(link) });
  await app.settle();
  return answered;
};
const confirm = (app: App, browser: Browser, link: MailedLink, code: string) =>
  post(app, browser, 'confirm-mail-code', link.id, { proof: proofOf(link), code });

/** The codes that someone was mailed, the newest last, as they are typed. */
const codesIn = (app: App, to: string | undefined): readonly string[] =>
  app.mailer
    .inbox(to)
    .map(({ text }) => /^ {2}([2-9A-Z]{4})-([2-9A-Z]{4})$/m.exec(text))
    .filter((match) => match !== null)
    .map(([, first = '', second = '']) => first + second);

/** A link whose recipient can open it by a code, and a browser that has asked for one. */
const asked = async () => {
  const story = await mailed(DOMAINS);
  const browser = aBrowser();
  await ask(story.app, browser, story.link);
  const code = codesIn(story.app, story.owner.mail).at(-1) ?? '(none)';
  return { ...story, browser, code };
};

/** Another code than this one, in the same letters. */
const another = (code: string): string => (code.startsWith('A') ? 'B' : 'A') + code.slice(1);
const linkRow = (app: App) => app.stores.links.all()[0];

describe('a recipient without an account', () => {
  test('gets a code in a mail of its own, types it, and has the secret', async () => {
    const { app, owner, link, browser, code, nativeId } = await asked();
    expect((await confirm(app, browser, link, code)).status).toBe(200);
    expect((await open(app, browser, link)).status).toBe(200);
    const secret = decrypt(link, await reveal(app, browser, link));
    expect(app.directory.signsIn(nativeId, secret)).toBe(true);
    const mails = app.mailer.inbox(owner.mail);
    expect(mails.filter(({ text }) => text.includes(link.key) && text.includes(code.slice(0, 4)))).toEqual(
      [],
    );
    const withCode = mails.find(({ subject }) => subject.startsWith('Your code'));
    expect(withCode?.text).not.toMatch(/https?:|payroll/);
  });

  test('is known to the approver as one', async () => {
    const { app } = await mailed(DOMAINS);
    expect(JSON.stringify(app.desk.tickets())).toContain('by a code that is mailed to them');
    const usual = await mailed();
    expect(JSON.stringify(usual.app.desk.tickets())).not.toContain('by a code');
  });

  test('may sign in all the same, if they can', async () => {
    const { app, link, signedIn } = await mailed(DOMAINS);
    expect((await open(app, await signedIn(), link)).status).toBe(200);
  });

  test('sees no code in any row, log line or message', async () => {
    const { app, code } = await asked();
    const everything = JSON.stringify([app.stores.links.all(), app.logged, app.publisher.sent()]);
    expect(everything).not.toContain(code);
    expect(everything).not.toContain(`${code.slice(0, 4)}-${code.slice(4)}`);
  });

  test('has five minutes to reveal, and then needs another code', async () => {
    const { app, owner, link, browser, code } = await asked();
    await confirm(app, browser, link, code);
    app.clock.wait(minutes(5));
    expect(await reveal(app, browser, link)).toMatchObject({
      status: 401,
      jsonBody: { reason: 're-authenticate' },
    });
    await ask(app, browser, link);
    await confirm(app, browser, link, codesIn(app, owner.mail).at(-1) ?? '');
    expect((await reveal(app, browser, link)).status).toBe(200);
  });

  test('can say that it was not them', async () => {
    const { app, link, browser, code } = await asked();
    await confirm(app, browser, link, code);
    expect((await report(app, browser, link, 'not-me')).status).toBe(200);
    expect(linkRow(app)?.state).toBe('reported');
  });

  test('who was disabled since gets no code', async () => {
    const { app, owner, link } = await mailed(DOMAINS);
    app.directory.changePerson(owner, { enabled: false });
    await ask(app, aBrowser(), link);
    expect(codesIn(app, owner.mail)).toEqual([]);
    expect(linkRow(app)?.codes).toEqual({ asked: 1, current: undefined });
    expect(app.logged.map(({ code }) => code)).toContain('CODE_UNSENT');
  });
});

describe('a code', () => {
  test('works once', async () => {
    const { app, link, browser, code } = await asked();
    expect((await confirm(app, browser, link, code)).status).toBe(200);
    expect((await confirm(app, browser, link, code)).status).toBe(403);
  });

  test('works in the browser alone that asked for it, and another spends none of its tries', async () => {
    const { app, link, browser, code } = await asked();
    for (let time = 0; time < 8; time += 1)
      expect((await confirm(app, aBrowser(), link, code)).status).toBe(403);
    expect((await confirm(app, browser, link, code)).status).toBe(200);
  });

  test('works until its ten minutes are over, and not in that moment', async () => {
    const early = await asked();
    early.app.clock.wait(between(instantOfMs(1), instantOfMs(minutes(10))));
    expect((await confirm(early.app, early.browser, early.link, early.code)).status).toBe(200);
    const late = await asked();
    late.app.clock.wait(minutes(10));
    expect((await confirm(late.app, late.browser, late.link, late.code)).status).toBe(403);
  });

  test('bears five tries: the fifth may be right, the sixth not', async () => {
    for (const [wrong, status] of [
      [4, 200],
      [5, 403],
    ] as const) {
      const { app, link, browser, code } = await asked();
      for (let time = 0; time < wrong; time += 1)
        expect((await confirm(app, browser, link, another(code))).status).toBe(403);
      expect((await confirm(app, browser, link, code)).status).toBe(status);
    }
  });

  test('is void once another was asked for, and three are sent at most', async () => {
    const { app, owner, link, browser, code } = await asked();
    for (let time = 0; time < 4; time += 1) expect((await ask(app, browser, link)).status).toBe(200);
    const codes = codesIn(app, owner.mail);
    expect(codes).toHaveLength(3);
    expect((await confirm(app, browser, link, code)).status).toBe(403);
  });

  test('is typed by fifty at once, and one has a session', async () => {
    const { app, link, browser, code } = await asked();
    const answers = await Promise.all(
      Array.from({ length: 50 }, () =>
        confirm(app, { ...browser, cookies: new Map(browser.cookies) }, link, code),
      ),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(app.sessions.all()).toHaveLength(1);
  });

  test('opens its own link, and is no sign-in for any other', async () => {
    const { app, link, browser, code } = await asked();
    await confirm(app, browser, link, code);
    const other = { ...link, id: 'AAAAAAAAAAAAAAAAAAAAAA' };
    expect(await open(app, browser, other)).toMatchObject({ status: 404, jsonBody: { reason: 'unknown' } });
  });

  test('that could not be mailed at once is mailed within the next minute', async () => {
    const { app, owner, link } = await mailed(DOMAINS);
    const browser = aBrowser();
    await post(app, browser, 'ask-mail-code', link.id, { proof: proofOf(link) });
    app.publisher.take('follow-link'); // lost on the way
    app.clock.wait(minutes(1));
    await app.tick('resume-due');
    await app.settle();
    const [code = ''] = codesIn(app, owner.mail);
    expect((await confirm(app, browser, link, code)).status).toBe(200);
  });

  test('that nobody could mail in its time is given up', async () => {
    const { app, owner, link } = await mailed(DOMAINS);
    await post(app, aBrowser(), 'ask-mail-code', link.id, { proof: proofOf(link) });
    app.publisher.take('follow-link');
    app.clock.wait(minutes(10));
    await app.tick('resume-due');
    await app.settle();
    expect(codesIn(app, owner.mail)).toEqual([]);
    expect(linkRow(app)?.codes).toEqual({ asked: 1, current: undefined });
  });
});

describe('asking for a code', () => {
  test('is answered in the same way for every link and every proof, and changes nothing that it should not', async () => {
    const { app, owner, link } = await mailed();
    const codes = await mailed(DOMAINS);
    const wrong = { ...codes.link, key: 'A'.repeat(43) };
    const nowhere = { ...link, id: 'AAAAAAAAAAAAAAAAAAAAAA' };
    const before = JSON.stringify([app.stores.links.all(), codes.app.stores.links.all()]);
    const answers = [
      await ask(app, aBrowser(), link),
      await ask(codes.app, aBrowser(), wrong),
      await ask(app, aBrowser(), nowhere),
    ];
    expect(JSON.stringify([app.stores.links.all(), codes.app.stores.links.all()])).toBe(before);
    const right = await ask(codes.app, aBrowser(), codes.link);
    for (const { status, jsonBody, headers } of answers)
      expect({ status, jsonBody, headers }).toEqual({
        status: right.status,
        jsonBody: right.jsonBody,
        headers: right.headers,
      });
    expect(codesIn(app, owner.mail)).toEqual([]);
  });

  test('has to wait after twenty times from one network, and others need not', async () => {
    const { app, link } = await mailed(DOMAINS);
    const strange = { ...link, id: 'AAAAAAAAAAAAAAAAAAAAAA' };
    for (let time = 0; time < 20; time += 1) await ask(app, aBrowser(), strange);
    expect((await ask(app, aBrowser(), link)).status).toBe(429);
    expect((await ask(app, aBrowser('198.51.100.7:1'), link)).status).toBe(200);
  });

  test('spends nothing of the link, which whoever signs in may still have', async () => {
    const { app, owner, link, browser, code } = await asked();
    for (let time = 0; time < 6; time += 1) await confirm(app, browser, link, another(code));
    const signed = aBrowser();
    await signIn(app, signed, owner, link.id);
    expect((await reveal(app, signed, link)).status).toBe(200);
  });

  test('does not touch the time of a claim whose answer may still be repeated', async () => {
    const { app, link, signedIn } = await mailed(DOMAINS);
    app.clock.wait(between(instantOfMs(1000), instantOfMs(minutes(60))));
    const browser = await signedIn();
    await reveal(app, browser, link);
    app.clock.wait(seconds(2));
    await ask(app, aBrowser(), link);
    expect((await reveal(app, browser, link)).status).toBe(200);
    expect(linkRow(app)?.state).toBe('claimed');
  });
});
