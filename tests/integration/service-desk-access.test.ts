import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { CLIENT, getToken, openDesk, type Session } from './service-desk-session.ts';

let session: Session;
beforeEach(async () => {
  session = await openDesk({ password: 'pa:ss' });
});
afterEach(() => session.desk.stop());

const INCIDENTS = '/api/now/table/incident';
const asBasic = (name: string, password: string): Record<string, string> => ({
  authorization: `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}`,
});

describe('signing in to the service desk', () => {
  test('a client with its secret gets a token that ends after 1799 seconds', async () => {
    const answer = await getToken(session.desk);
    expect(answer.status).toBe(200);
    const token = (await answer.json()) as { access_token: string };
    expect(token).toMatchObject({ token_type: 'Bearer', expires_in: 1799, scope: 'useraccount' });

    const bearer = { authorization: `Bearer ${token.access_token}` };
    session.clock.pass(1798);
    expect((await session.call('GET', INCIDENTS, undefined, bearer)).status).toBe(200);
    session.clock.pass(1);
    expect((await session.call('GET', INCIDENTS, undefined, bearer)).status).toBe(401);
  });

  test.each([
    ['a wrong secret', { client_secret: 'wrong' }],
    ['an unknown client', { client_id: 'someone' }],
    ['another grant', { grant_type: 'password' }],
  ])('%s is denied', async (_what, form) => {
    const answer = await getToken(session.desk, form);
    expect(answer.status).toBe(401);
    expect(await answer.json()).toEqual({ error_description: 'access_denied', error: 'server_error' });
  });

  test('the right secret is denied as well while the grant is switched off', async () => {
    session.desk.settings.clientCredentials = false;
    expect((await getToken(session.desk)).status).toBe(401);
  });

  test('the client may also show its secret in the header of the token call', async () => {
    const answer = await fetch(`${session.desk.url}/oauth_token.do`, {
      method: 'POST',
      headers: asBasic(CLIENT.clientId, CLIENT.clientSecret),
      body: new URLSearchParams({ grant_type: 'client_credentials' }),
    });
    expect(answer.status).toBe(200);
  });

  test.each([
    ['no credentials', { authorization: '' }],
    ['an invented token', { authorization: 'Bearer constructor' }],
    ['a wrong password', asBasic('expiry.monitor', 'pass')],
    ['the client instead of the user', asBasic(CLIENT.clientId, CLIENT.clientSecret)],
  ])('%s is answered with the body of an instance', async (_what, headers) => {
    const answer = await session.call('GET', INCIDENTS, undefined, headers);
    expect(answer.status).toBe(401);
    expect(answer.body).toEqual({
      error: { message: 'User Not Authenticated', detail: 'Required to provide Auth information' },
      status: 'failure',
    });
  });

  test('a user with a password needs no token', async () => {
    const answer = await session.call('GET', INCIDENTS, undefined, asBasic('expiry.monitor', 'pa:ss'));
    expect(answer.status).toBe(200);
  });
});

describe('a service desk that is not at its best', () => {
  test('asleep it answers every call with 200 and a page', async () => {
    session.desk.settings.hibernated = true;
    const answer = await session.call('GET', INCIDENTS);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toContain('text/html');
    expect((await getToken(session.desk)).headers.get('content-type')).toContain('text/html');
    const page = await (await fetch(session.desk.pageUrl)).text();
    expect(page).toContain('<h1>Requests</h1>');
  });

  test('over the hourly limit it says when to come back, and then serves again', async () => {
    expect((await session.call('GET', INCIDENTS)).headers.get('x-ratelimit-limit')).toBeNull();
    session.desk.settings.rateLimitPerHour = 2;
    const statuses = [];
    for (let call = 0; call < 3; call += 1) statuses.push((await session.call('GET', INCIDENTS)).status);
    expect(statuses).toEqual([200, 200, 429]);

    const refused = await session.call('GET', INCIDENTS);
    expect(refused.headers.get('retry-after')).toBe('3600');
    expect(refused.headers.get('x-ratelimit-reset')).toBe(String(Date.parse('2026-11-21T09:00:00Z') / 1000));
    expect(refused.body).toMatchObject({ error: { message: 'Rate limit exceeded' }, status: 'failure' });

    session.clock.pass(Number(refused.headers.get('retry-after')) - 2000);
    expect((await session.call('GET', INCIDENTS)).status).toBe(429);
    session.clock.pass(2000);
    expect((await session.call('GET', INCIDENTS, undefined, asBasic('expiry.monitor', 'pa:ss'))).status).toBe(
      200,
    );
  });

  test('a fault set on the control port meets the next matching call, and only that', async () => {
    await fetch(`${session.desk.controlUrl}/faults`, {
      method: 'POST',
      body: JSON.stringify({ path: '/incident', times: 1, status: 503, headers: { 'retry-after': '7' } }),
    });
    const first = await session.call('GET', INCIDENTS);
    expect([first.status, first.headers.get('retry-after')]).toEqual([503, '7']);
    expect((await session.call('GET', INCIDENTS)).status).toBe(200);
  });

  test('settings can be changed while it runs, unknown ones are refused', async () => {
    const patch = (body: object): Promise<Response> =>
      fetch(`${session.desk.pageUrl}/stand-in/settings`, {
        method: 'PATCH',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
    expect((await patch({ twoStepCheckout: true, webhookKey: 'hidden' })).status).toBe(200);
    expect(session.desk.settings.twoStepCheckout).toBe(true);
    expect((await patch({ twoStepCheckout: 'yes', typo: 1 })).status).toBe(400);
    const shown = await (await fetch(`${session.desk.pageUrl}/stand-in/settings`)).text();
    expect(shown).not.toContain('hidden');
  });
});
