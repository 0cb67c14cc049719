import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { MASTER_KEY, runHost, type RunningHost } from '../support/function-apps/running-host.ts';

let host: RunningHost;
beforeAll(async () => {
  host = await runHost({
    app: 'everything',
    flags: ['--no-timers'],
    env: { TICK_SCHEDULE: '0 0 0 1 1 *', 'AzureWebJobs.off.Disabled': 'true' },
  });
});
afterAll(async () => {
  await host.stop();
});

const get = (path: string, init?: RequestInit) => fetch(`${host.url}${path}`, init);

describe('a function with an HTTP trigger', () => {
  test('sees the request as Azure hands it over', async () => {
    const response = await get('/api/ECHO/x%2Fy/a/b%20c?q=1&q=2&empty=', {
      method: 'POST',
      headers: { 'X-Test': 'seen' },
      body: 'hello',
    });
    expect(await response.json()).toEqual({
      method: 'POST',
      url: `${host.url}/api/ECHO/x%2Fy/a/b%20c?q=1&q=2&empty=`,
      params: { name: 'x/y', rest: 'a/b c' },
      query: { q: '1,2', empty: '' },
      header: 'seen',
      text: 'hello',
    });
  });

  test('answers with its status, headers and cookies', async () => {
    const response = await get('/api/echo/x/y');
    expect(response.status).toBe(201);
    expect(response.headers.get('x-own')).toBe('yes');
    expect(response.headers.get('content-type')).toBe('application/json');
    expect(response.headers.getSetCookie()).toEqual([
      'c=a%20b; max-age=60; path=/; secure; samesite=lax; httponly',
    ]);
  });

  test('with a literal route wins over one with parameters', async () => {
    expect(await (await get('/api/echo/fixed/path')).text()).toBe('literal');
  });

  test('without a route is found by its name, and the rest of its route may be absent', async () => {
    expect((await get('/api/nothing')).status).toBe(204);
    expect((await get('/api/echo/alone')).status).toBe(201);
  });

  test('that throws is an empty 500, and the log has the reason', async () => {
    const response = await get('/api/fails');
    expect([response.status, await response.text()]).toEqual([500, '']);
    const line = await host.logged(({ category }) => category === 'Function.fails');
    expect(line.message).toContain('Error: inside');
  });

  test('of level "function" asks for a key', async () => {
    expect((await get('/api/keyed')).status).toBe(401);
    expect((await get('/api/keyed', { headers: { 'x-functions-key': 'another' } })).status).toBe(401);
    expect((await get('/api/keyed', { headers: { 'x-functions-key': MASTER_KEY } })).status).toBe(200);
    expect((await get(`/api/keyed?code=${MASTER_KEY}`)).status).toBe(200);
  });

  test('that is disabled, unknown or asked with another method is not run', async () => {
    expect((await get('/api/off')).status).toBe(404);
    expect((await get('/api/unknown')).status).toBe(404);
    expect((await get('/nothing')).status).toBe(404);
    const wrong = await get('/api/nothing', { method: 'DELETE' });
    expect([wrong.status, wrong.headers.get('allow')]).toEqual([405, 'GET']);
  });

  test('never sees a body of more than a megabyte', async () => {
    const response = await get('/api/echo/x', { method: 'POST', body: 'a'.repeat(1024 * 1024 + 1) });
    expect(response.status).toBe(413);

    const streamed = request(`${host.url}/api/echo/x`, { method: 'POST' });
    for (let sent = 0; sent <= 1024; sent += 64) streamed.write(Buffer.alloc(64 * 1024));
    const [refused] = (await once(streamed, 'response')) as [IncomingMessage];
    expect(refused.statusCode).toBe(413);
    refused.resume();
    streamed.end();
  });
});

describe('the log', () => {
  test('has what the app says, with its level and its invocation', async () => {
    await get('/api/echo/Ada');
    const line = await host.logged(({ message }) => message === 'echoing Ada');
    expect(line).toMatchObject({
      level: 'information',
      category: 'Function.echo.User',
      invocationId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
  });
});

describe('the admin API', () => {
  test('wants the master key', async () => {
    expect((await get('/admin/functions')).status).toBe(401);
    expect((await get('/admin/functions/slow', { method: 'POST' })).status).toBe(401);
  });

  test('lists the functions with their triggers', async () => {
    const { body } = await host.admin('GET', 'functions');
    const listed = body as { name: string; triggerType: string; isDisabled: boolean }[];
    expect(listed.map(({ name }) => name)).toEqual(host.functions);
    expect(listed.find(({ name }) => name === 'off')).toMatchObject({
      triggerType: 'httpTrigger',
      isDisabled: true,
    });
  });

  test('counts what ran', async () => {
    const before = await host.admin('GET', 'host/invocations');
    await get('/api/fails');
    const after = await host.admin('GET', 'host/invocations');
    const failed = ({ body }: { body: unknown }) => (body as Record<string, { failed: number }>)['fails']!;
    expect(failed(after).failed).toBe(failed(before).failed + 1);
    expect(failed(after)).toMatchObject({ lastError: 'inside' });
    const status = await host.admin('GET', 'host/status');
    expect(status.body).toEqual({ state: 'Running', inFlight: 0, receivers: 0, timers: false });
  });

  test('refuses to run what it does not know, and HTTP functions', async () => {
    expect((await host.admin('POST', 'functions/absent')).status).toBe(404);
    expect((await host.admin('POST', 'functions/echo')).status).toBe(400);
    expect((await host.admin('POST', 'functions/slow', 'no object')).status).toBe(400);
  });
});
