import { createHmac } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { minutes, seconds } from '../../lib/domain/time.ts';
import { linkPage } from '../../lib/pages/link-page.ts';
import { type App, LINKS, startApp, WEBHOOK_KEY } from '../support/app.ts';
import { aBrowser, mailed, open, post, proofOf, reveal, signIn } from '../support/story.ts';

const RENEWAL = `rn-${'a'.repeat(26)}`;

describe('a webhook of the service desk', () => {
  const body = JSON.stringify({ correlation_id: RENEWAL });
  const stampOf = (app: App): string => String(Math.floor(app.clock.now() / 1000));
  const sign = (timestamp: string, text = body, key = WEBHOOK_KEY): string =>
    createHmac('sha256', key).update(`${timestamp}.${text}`).digest('hex');
  const post = (app: App, headers: Record<string, string>, text = body) =>
    app.http('on-service-desk-decision', {
      headers: new Headers(headers),
      text: () => Promise.resolve(text),
    });
  const signed = (timestamp: string, signature: string) => ({
    'x-servicenow-timestamp': timestamp,
    'x-servicenow-signature': signature,
  });
  const woken = (app: App) => app.publisher.deliveries('record-approval').length;

  test('that is signed is accepted, and wakes the reading of the record', async () => {
    const app = startApp();
    const now = stampOf(app);
    expect(await post(app, signed(now, sign(now)))).toEqual({ status: 202 });
    expect(woken(app)).toBe(1);
    expect(app.logged).toEqual([]);
  });

  test.each<readonly [string, (now: string) => Record<string, string>]>([
    ['has no headers', () => ({})],
    ['has no signature', (now) => ({ 'x-servicenow-timestamp': now })],
    ['has no timestamp', (now) => ({ 'x-servicenow-signature': sign(now) })],
    ['is signed with another key', (now) => signed(now, sign(now, body, 'another key of the right length.'))],
    ['is signed for another body', (now) => signed(now, sign(now, `${body} `))],
    ['is signed for another time', (now) => signed(now, sign(String(Number(now) - 1)))],
    ['has a signature that is cut off', (now) => signed(now, sign(now).slice(0, -2))],
    ['has a signature and more', (now) => signed(now, `${sign(now)}00`)],
    ['has a signature in other letters', (now) => signed(now, 'z'.repeat(64))],
    ['has a timestamp that is no number', () => signed('now', sign('now'))],
  ])('that %s is refused with 401, and a line in the log without a part of it', async (_what, headers) => {
    const app = startApp();
    const answer = await post(app, headers(stampOf(app)));
    expect(answer).toEqual({ status: 401, jsonBody: { code: 'WRONG_SIGNATURE' } });
    expect(app.logged).toEqual([{ code: 'WEBHOOK_REFUSED', fields: { bytes: body.length } }]);
    expect(woken(app)).toBe(0);
  });

  test('that was overheard can be said again for five minutes and not a second longer', async () => {
    const app = startApp();
    const headers = signed(stampOf(app), sign(stampOf(app)));
    app.clock.wait(minutes(5));
    expect((await post(app, headers)).status).toBe(202);
    app.clock.wait(seconds(1));
    expect((await post(app, headers)).status).toBe(401);
  });

  test('that comes from the future is refused as well', async () => {
    const app = startApp();
    const ahead = String(Number(stampOf(app)) + 301);
    expect((await post(app, signed(ahead, sign(ahead)))).status).toBe(401);
  });

  test.each([
    '',
    'x',
    '[]',
    '{}',
    '{"correlation_id":5}',
    '{"correlation_id":"rn-1"}',
    '{"correlation_id":"RITM0010023"}',
  ])('that is signed and says %j is no decision', async (text) => {
    const app = startApp();
    const now = stampOf(app);
    expect(await post(app, signed(now, sign(now, text)), text)).toEqual({
      status: 400,
      jsonBody: { code: 'NOT_A_DECISION' },
    });
  });

  test('that can not be passed on is asked for again', async () => {
    const app = startApp();
    app.publisher.away();
    const now = stampOf(app);
    expect(await post(app, signed(now, sign(now)))).toEqual({ status: 503 });
  });
});

describe('a request of the link page', () => {
  const headers = {
    'content-type': 'application/json',
    'x-expiry-monitor': '1',
    origin: LINKS.origin,
    'sec-fetch-site': 'same-origin',
  };
  const without = (name: string) =>
    Object.fromEntries(Object.entries(headers).filter(([key]) => key !== name));
  const POSTS = ['open-link', 'reveal-link', 'acknowledge-link', 'report-link'];
  const asked = async () => {
    const story = await mailed();
    const browser = await story.signedIn();
    const body = { proof: proofOf(story.link), idem: 'A'.repeat(22), kind: 'unsure' };
    return { ...story, browser, body };
  };

  test.each([
    ['without our header', without('x-expiry-monitor'), 403],
    ['with our header saying something else', { ...headers, 'x-expiry-monitor': '2' }, 403],
    ['of a form', { ...headers, 'content-type': 'text/plain' }, 415],
    ['of a type that only begins like ours', { ...headers, 'content-type': 'application/jsonp' }, 415],
    ['without a type', without('content-type'), 415],
    ['without an origin', without('origin'), 403],
    ['of another origin', { ...headers, origin: 'https://links.example.test.evil.example' }, 403],
    ['of no origin that can be told', { ...headers, origin: 'null' }, 403],
    ['of another site', { ...headers, 'sec-fetch-site': 'cross-site' }, 403],
    ['of a sister site', { ...headers, 'sec-fetch-site': 'same-site' }, 403],
  ])('%s is refused before anything is looked at', async (_what, spoilt, status) => {
    const { app, link, browser, body } = await asked();
    app.stores.links.away();
    for (const name of [...POSTS, 'sign-out'])
      expect(await post(app, browser, name, link.id, body, spoilt)).toMatchObject({ status });
    app.stores.links.back();
    expect((await open(app, browser, link)).status).toBe(200);
  });

  test('by nobody who is signed in is one answer for every id, and looks at no link', async () => {
    const { app, link, body } = await asked();
    app.stores.links.away();
    const answers = await Promise.all(
      [link.id, 'z'.repeat(22), '../../api/inventory////', ''].flatMap((id) =>
        POSTS.map((name) => post(app, aBrowser(), name, id, body)),
      ),
    );
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect(answers[0]).toMatchObject({ status: 401, jsonBody: { reason: 'sign-in' } });
  });

  test.each([
    ['without a proof', { idem: 'A'.repeat(22) }, 'proof'],
    ['with a proof that is cut off', { proof: 'x'.repeat(42), idem: 'A'.repeat(22) }, 'proof'],
    ['with a nonce that is no nonce', { proof: 'x'.repeat(43), idem: 'x' }, 'idem'],
    ['that is no JSON', undefined, 'body'],
    ['that is a list', [], 'body'],
  ])('%s is told what is wrong with it', async (_what, body, wrong) => {
    const { app, link, browser } = await asked();
    expect(await post(app, browser, 'reveal-link', link.id, body)).toMatchObject({
      status: 400,
      jsonBody: { wrong },
    });
  });

  test('with a report that is none of the five is told so', async () => {
    const { app, link, browser } = await asked();
    for (const kind of ['', 'stolen', null])
      expect(await post(app, browser, 'report-link', link.id, { kind })).toMatchObject({
        status: 400,
        jsonBody: { wrong: 'kind' },
      });
  });

  test.each(['z'.repeat(22), 'short', '../../api/inventory////', ''])(
    'for %j, and by someone else for a link that is there, is one answer',
    async (id) => {
      const { app, link, approver, browser, body } = await asked();
      const other = aBrowser();
      await signIn(app, other, approver, link.id);
      for (const name of POSTS) {
        const unknown = await post(app, browser, name, id, body);
        expect(unknown).toMatchObject({ status: 404, jsonBody: { reason: 'unknown' } });
        expect(await post(app, other, name, link.id, body)).toEqual(unknown);
      }
      expect((await reveal(app, browser, link)).status).toBe(200);
    },
  );

  test('with the key of another link says so to its recipient, and the link is still good', async () => {
    const { app, link, browser } = await asked();
    expect(await reveal(app, browser, { ...link, key: 'x'.repeat(43) })).toMatchObject({
      status: 400,
      jsonBody: { wrong: 'proof' },
    });
    expect((await reveal(app, browser, link)).status).toBe(200);
  });

  test('that is answered is kept by nobody on the way, and made nothing of but data', async () => {
    const { app, link, browser } = await asked();
    expect((await reveal(app, browser, link)).headers).toMatchObject({
      'cache-control': 'no-store, no-transform',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
    });
  });

  test('has every header of the page that is about more than pages, whether it is answered or not', async () => {
    const { app, link, browser } = await asked();
    const ofPagesAlone = /^(?:content-(?:type|security-policy)|reporting-endpoints|permissions-policy)$/i;
    const expected = Object.entries(linkPage().headers).filter(([name]) => !ofPagesAlone.test(name));
    expect(expected).toHaveLength(9);
    for (const { headers } of [await reveal(app, browser, link), await reveal(app, aBrowser(), link)])
      for (const [name, value] of expected)
        expect([name, new Headers(headers).get(name)]).toEqual([name, value]);
  });
});

describe('health', () => {
  test('says that the app has started and which role it plays', async () => {
    expect(await startApp().http('health', {})).toEqual({
      status: 200,
      jsonBody: { status: 'ok', role: 'all' },
    });
  });
});
