import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import * as z from 'zod';
import { serve, type Served } from '../../local/stand-in/serve.ts';
import { type ServiceNowClient, serviceNowClient } from '../../lib/adapters/servicenow/servicenow-client.ts';
import { serviceNowDesk } from '../../lib/adapters/servicenow/servicenow-desk.ts';
import { minutes, parseInstant, plus, seconds } from '../../lib/domain/time.ts';
import { anotherKey } from './service-desk.contract.ts';

const SECRET = 'desk-client-secret-0002';
const json = (status: number, body: unknown, headers = {}): Response =>
  Response.json(body, { status, headers });

describe('a client of ServiceNow', () => {
  let served: Served;
  let now = parseInstant('2026-11-20T08:00:00Z')!;
  let tokensGiven = 0;
  let requests: { readonly headers: Headers; readonly body: string }[] = [];
  let onToken: () => Response;
  let onCall: (request: Request) => Response | Promise<Response>;
  let client: ServiceNowClient;

  beforeAll(async () => {
    const fetch = async (request: Request): Promise<Response> => {
      if (new URL(request.url).pathname === '/oauth_token.do') {
        tokensGiven += 1;
        return onToken();
      }
      requests.push({ headers: request.headers, body: await request.text() });
      return onCall(request);
    };
    served = await serve({ fetch }, { name: 'A desk of few words' });
  });
  afterAll(async () => served.stop());
  beforeEach(() => {
    tokensGiven = 0;
    requests = [];
    onToken = () => json(200, { access_token: `token-${tokensGiven}`, expires_in: 1799 });
    onCall = () => json(200, { result: 'fine' });
    client = serviceNowClient({
      instance: new URL(`http://127.0.0.1:${served.port}`),
      clientId: 'desk-client',
      clientSecret: SECRET,
      timeout: seconds(20),
      clock: { now: () => now },
    });
  });

  const answer = z.object({ result: z.string() });
  const get = () => client.call({ method: 'GET', path: '/api/now/table/x' }, answer);
  const bearer = ({ headers }: { readonly headers: Headers }) => headers.get('authorization');

  test('many calls at once share one sign-in', async () => {
    const answers = await Promise.all([get(), get(), get()]);
    expect(answers).toEqual(Array.from({ length: 3 }, () => ({ ok: true, value: { result: 'fine' } })));
    expect(tokensGiven).toBe(1);
  });

  test('a token serves until its last minute', async () => {
    await get();
    now = plus(now, minutes(28));
    await get();
    expect(tokensGiven).toBe(1);
    now = plus(now, minutes(1));
    await get();
    expect(requests.map(bearer)).toEqual(['Bearer token-1', 'Bearer token-1', 'Bearer token-2']);
  });

  test('a token that the desk no longer takes is replaced once, and the call sent again', async () => {
    await get();
    onCall = (request) =>
      bearer(request) === 'Bearer token-1' ? json(401, {}) : json(200, { result: 'after all' });
    expect(await get()).toEqual({ ok: true, value: { result: 'after all' } });
    expect(tokensGiven).toBe(2);
  });

  test('a desk that takes no token at all refuses, and is not asked for ever', async () => {
    onCall = () =>
      json(401, { error: { message: 'User Not Authenticated', detail: 'Required' }, status: 'failure' });
    expect(await get()).toEqual({
      ok: false,
      failure: {
        code: 'REJECTED',
        detail: 'The desk refused GET /api/now/table/x with 401: User Not Authenticated: Required',
      },
    });
    expect(requests).toHaveLength(2);
  });

  test('a refused sign-in says so without the secret, even if the desk repeats it', async () => {
    onToken = () => json(401, { error: 'server_error', error_description: `no such secret: ${SECRET}` });
    const refused = await get();
    expect(refused).toMatchObject({ ok: false, failure: { code: 'REJECTED' } });
    expect(JSON.stringify(refused)).toContain('no such secret');
    expect(JSON.stringify(refused)).not.toContain(SECRET);
    expect(requests).toHaveLength(0);
  });

  test('a failed sign-in is not remembered', async () => {
    onToken = () => json(503, {});
    expect(await get()).toMatchObject({ ok: false, failure: { code: 'UNAVAILABLE' } });
    onToken = () => json(200, { access_token: 'token-2', expires_in: '1799' });
    expect(await get()).toMatchObject({ ok: true });
  });

  test('every write says what it sends and what it takes', async () => {
    await client.call({ method: 'PATCH', path: '/api/now/table/x/1', body: { state: '3' } }, answer);
    expect(requests).toHaveLength(1);
    const { headers, body } = requests[0]!;
    expect(headers.get('content-type')).toBe('application/json');
    expect(headers.get('accept')).toBe('application/json');
    expect(JSON.parse(body)).toEqual({ state: '3' });
  });

  test.each([
    [
      'a page of a sleeping instance',
      () => new Response('<p>asleep</p>', { headers: { 'content-type': 'text/html' } }),
    ],
    ['too many requests', () => json(429, {}, { 'retry-after': '120' })],
    ['an inner error', () => json(500, { error: { message: 'x', detail: 'y' } })],
    ['a gateway without a backend', () => new Response('bad gateway', { status: 502 })],
    [
      'a redirect to a sign-in page',
      () => new Response(null, { status: 302, headers: { location: '/login.do' } }),
    ],
    ['half an answer', () => new Response('{"result":', { headers: { 'content-type': 'application/json' } })],
    ['an answer of another shape', () => json(200, { result: 7 })],
    [
      'rows and an error in one',
      () => json(200, { result: 'some', error: { message: 'Transaction cancelled', detail: '' } }),
    ],
  ])('%s is an outage', async (_what, reply) => {
    onCall = reply;
    expect(await get()).toMatchObject({ ok: false, failure: { code: 'UNAVAILABLE' } });
  });

  test('how long to wait is told', async () => {
    onCall = () => json(429, {}, { 'retry-after': '120' });
    expect(await get()).toMatchObject({ failure: { detail: expect.stringContaining('120') } });
  });

  test.each([400, 403, 404])('%d is a refusal, told in one short clean line', async (status) => {
    const message = `ACL\u0007 Exception\r\nInsert ${'x'.repeat(500)}`;
    onCall = () => json(status, { error: { message, detail: null }, status: 'failure' });
    const refused = await get();
    expect(refused).toMatchObject({ ok: false, failure: { code: 'REJECTED' } });
    if (refused.ok) return;
    expect(refused.failure.detail).toContain(`with ${status}: ACL Exception Insert xxx`);
    expect(refused.failure.detail.length).toBeLessThanOrEqual(240);
    expect(refused.failure.detail).not.toContain('\n');
  });

  test('a desk that takes too long is away', async () => {
    const hasty = serviceNowClient({
      instance: new URL(`http://127.0.0.1:${served.port}`),
      clientId: 'desk-client',
      clientSecret: SECRET,
      timeout: seconds(0.2),
      clock: { now: () => now },
    });
    let release = (): void => undefined;
    onCall = () =>
      new Promise((resolve) => {
        release = () => resolve(json(200, { result: 'late' }));
      });
    expect(await hasty.call({ method: 'GET', path: '/api/now/table/x' }, answer)).toEqual({
      ok: false,
      failure: { code: 'UNAVAILABLE', detail: 'The desk gave no usable answer (TimeoutError)' },
    });
    release();
  });

  test('a desk that drops our condition and answers with everything is not believed', async () => {
    const stranger = { sys_id: 'a'.repeat(32), number: 'RITM0010001', state: '1', active: 'true' };
    onCall = () => json(200, { result: [stranger] });
    const desk = serviceNowDesk({ client, makes: { catalogItem: 'b'.repeat(32) } });
    for (const found of [await desk.find(anotherKey()), await desk.decidedSince(now)]) {
      expect(found).toMatchObject({ ok: false, failure: { code: 'REJECTED' } });
    }
  });

  test('a ticket whose key is none of the desk leads nowhere', async () => {
    const desk = serviceNowDesk({ client, makes: { catalogItem: 'b'.repeat(32) } });
    const ticket = { id: '../sys_user', number: 'RITM0000001' };
    expect(await desk.note(ticket, 'x')).toMatchObject({ ok: false, failure: { code: 'REJECTED' } });
    expect(requests).toHaveLength(0);
  });
});
