import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Duration } from '../../lib/domain/time.ts';
import { textBlob } from '../../lib/adapters/blob-storage/text-blob.ts';

describe('a text in a blob', () => {
  const blob = { text: 'longExpired: P30D', tag: '"0x8D1"', status: 200, hangs: false };
  const asked: { path: string | undefined; headers: Record<string, unknown> }[] = [];
  const server = createServer((request, response) => {
    asked.push({ path: request.url, headers: request.headers });
    if (blob.hangs) return;
    if (blob.status !== 200) response.writeHead(blob.status, { location: '/elsewhere' }).end('<Error/>');
    else if (request.headers['if-none-match'] === blob.tag) response.writeHead(304).end();
    else response.writeHead(200, blob.tag === '' ? {} : { etag: blob.tag }).end(blob.text);
  });
  let url: URL;
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/config/policy.yaml`);
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  beforeEach(() => {
    Object.assign(blob, { text: 'longExpired: P30D', tag: '"0x8D1"', status: 200, hangs: false });
    asked.length = 0;
  });

  const scopes: (string | readonly string[])[] = [];
  const source = (timeout = 5_000) =>
    textBlob({
      url,
      timeout: timeout as Duration,
      credential: {
        getToken: (scope) => {
          scopes.push(scope);
          return Promise.resolve({ token: 'a token', expiresOnTimestamp: 0 });
        },
      },
    });

  test('is read with the identity of the app', async () => {
    expect(await source().read(undefined)).toEqual({ ok: true, value: { text: blob.text, tag: blob.tag } });
    expect(asked[0]).toMatchObject({
      path: '/config/policy.yaml',
      headers: {
        authorization: 'Bearer a token',
        'x-ms-version': expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
      },
    });
    expect(scopes.at(-1)).toBe('https://storage.azure.com/.default');
  });

  test('is not read again while it has not changed', async () => {
    expect(await source().read(blob.tag)).toEqual({ ok: true, value: 'unchanged' });
    blob.tag = '"0x8D2"';
    expect(await source().read('"0x8D1"')).toMatchObject({ ok: true, value: { tag: '"0x8D2"' } });
  });

  test.each([
    [404, 'NOT_FOUND'],
    [401, 'FORBIDDEN'],
    [403, 'FORBIDDEN'],
    [500, 'UNAVAILABLE'],
    [503, 'UNAVAILABLE'],
    [302, 'UNAVAILABLE'],
  ])('that is answered with %d is %s, and the token goes nowhere else', async (status, code) => {
    blob.status = status;
    expect(await source().read(undefined)).toMatchObject({ ok: false, failure: { code } });
    expect(asked.map(({ path }) => path)).toEqual(['/config/policy.yaml']);
  });

  test('that is no blob, or far too long for one of ours, is not taken for one', async () => {
    blob.tag = '';
    expect(await source().read(undefined)).toMatchObject({ ok: false, failure: { code: 'UNAVAILABLE' } });
    Object.assign(blob, { tag: '"0x8D3"', text: 'x'.repeat(8 * 1024 * 1024 + 1) });
    expect(await source().read(undefined)).toMatchObject({ ok: false, failure: { code: 'UNAVAILABLE' } });
  });

  test('that never answers is away, and so is one without a token', async () => {
    blob.hangs = true;
    expect(await source(50).read(undefined)).toMatchObject({ ok: false, failure: { code: 'UNAVAILABLE' } });
    const noToken = textBlob({
      url,
      timeout: 5_000 as Duration,
      credential: { getToken: () => Promise.resolve(null) },
    });
    expect(await noToken.read(undefined)).toMatchObject({ ok: false, failure: { code: 'UNAVAILABLE' } });
  });
});
