import { createHmac } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { minutes, seconds } from '../../lib/domain/time.ts';
import { type App, startApp, WEBHOOK_KEY } from '../support/app.ts';
import { aPayrollApp, linkIn, proofOf, untilMailed, untilRequested } from '../support/story.ts';

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
  const headers = { 'content-type': 'application/json', 'x-expiry-monitor': '1' };
  const mailed = async () => {
    const app = startApp();
    const { owner, approver } = aPayrollApp(app, 5);
    await untilRequested(app);
    await untilMailed(app, approver);
    const link = linkIn(app, owner);
    return { app, link, body: { proof: proofOf(link), nonce: 'A'.repeat(22) } };
  };
  interface Request {
    readonly headers: Record<string, string>;
    readonly id: string;
    readonly body: Record<string, unknown> | undefined;
  }
  const ask = (app: App, name: string, { headers: given, id, body }: Request) =>
    app.http(name, {
      headers: new Headers(given),
      params: { id },
      json: () => (body === undefined ? Promise.reject(new SyntaxError('No JSON.')) : Promise.resolve(body)),
    });

  /** Each spoils a good request in one way. */
  const SPOILT: readonly (readonly [string, (good: Request) => Request])[] = [
    ['without our header', (r) => ({ ...r, headers: { 'content-type': 'application/json' } })],
    ['of a form', (r) => ({ ...r, headers: { ...headers, 'content-type': 'text/plain' } })],
    ['without a type', (r) => ({ ...r, headers: { 'x-expiry-monitor': '1' } })],
    ['of another site', (r) => ({ ...r, headers: { ...headers, 'sec-fetch-site': 'cross-site' } })],
    ['of a sister site', (r) => ({ ...r, headers: { ...headers, 'sec-fetch-site': 'same-site' } })],
    ['with an id that is too long', (r) => ({ ...r, id: `${r.id}A` })],
    ['with an id that leads elsewhere', (r) => ({ ...r, id: '../../api/inventory////' })],
    ['with no id', (r) => ({ ...r, id: '' })],
    ['that is no JSON', (r) => ({ ...r, body: undefined })],
    ['without a proof', (r) => ({ ...r, body: { nonce: r.body!['nonce'] } })],
    [
      'with a proof that is cut off',
      (r) => ({ ...r, body: { ...r.body, proof: String(r.body!['proof']).slice(1) } }),
    ],
    ['with a nonce that is no nonce', (r) => ({ ...r, body: { ...r.body, nonce: 'x' } })],
    ['with the proof of another key', (r) => ({ ...r, body: { ...r.body, proof: 'A'.repeat(43) } })],
    ['for a link that never was', (r) => ({ ...r, id: 'z'.repeat(22) })],
  ];

  test.each(SPOILT)('%s is 404, one answer for all, and the link is still good', async (_what, spoil) => {
    const { app, link, body } = await mailed();
    const good: Request = { headers, id: link.id, body };
    for (const name of ['open-link', 'reveal-link']) {
      const answer = await ask(app, name, spoil(good));
      expect(answer).toEqual({
        status: 404,
        jsonBody: { code: 'LINK_UNKNOWN' },
        headers: { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' },
      });
    }
    expect((await ask(app, 'open-link', good)).status).toBe(200);
    expect((await ask(app, 'reveal-link', good)).status).toBe(200);
  });

  test.each(SPOILT.slice(0, -2))('%s is 404 without a look at any table', async (_what, spoil) => {
    const { app, link, body } = await mailed();
    app.stores.links.away();
    const answer = await ask(app, 'open-link', spoil({ headers, id: link.id, body }));
    expect(answer.status).toBe(404);
  });

  test('to reveal without a nonce is 404 too, since nobody could ask again', async () => {
    const { app, link, body } = await mailed();
    const answer = await ask(app, 'reveal-link', { headers, id: link.id, body: { proof: body.proof } });
    expect(answer.status).toBe(404);
  });

  test('that is answered is kept by nobody on the way', async () => {
    const { app, link, body } = await mailed();
    const answer = await ask(app, 'reveal-link', { headers, id: link.id, body });
    expect(answer.headers).toMatchObject({ 'cache-control': 'no-store' });
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
