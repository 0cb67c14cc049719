import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { seconds } from '../../lib/domain/time.ts';
import type { Answer } from '../../local/identity-provider/provider.ts';
import { runIdps, type RunningIdps } from '../support/idp-stand-in.ts';

let running: RunningIdps;
beforeAll(async () => {
  running = await runIdps();
});
afterEach(() => {
  running.idps.faults.clear();
});
afterAll(() => running.stop());

const SIGNS = [{ use: 'signing', commonName: 'CN', endsInDays: 100 }] as const;
const answering = async (answer: Answer): Promise<string> => {
  await running.idps.put({ name: 'one', side: 'identity-provider', certificates: SIGNS, answer });
  return running.idps.metadataUrl('one');
};
const get = (url: string) => running.outside().get(url, 'application/xml');

describe('a document of somebody else', () => {
  test('is fetched over TLS, with the address that answered', async () => {
    const url = await answering('right');
    const got = await get(url);
    expect(got).toMatchObject({ ok: true, value: { address: url } });
    expect(got.ok && got.value.text).toContain('EntityDescriptor');
  });

  test('that does not come in time is given up, and that is said', async () => {
    const url = await answering('right');
    running.idps.faults.add({ delayMs: 3000 });
    const got = await running.outside({ timeout: seconds(0.2) }).get(url, '*/*');
    expect(got).toEqual({
      ok: false,
      failure: { code: 'TIMED_OUT', detail: `Timing out without response from ${url}`, address: url },
    });
  });

  test('that is too large is not read to its end', async () => {
    expect(await get(await answering('huge'))).toMatchObject({ failure: { code: 'UNFIT' } });
  });

  test.each([
    ['to the metadata service of the machine', 'redirect-inside', 'nothing is fetched from'],
    ['to plain http', 'redirect-plain', 'Only https'],
    ['in circles', 'redirect-around', 'without end'],
  ] as const)('is not followed %s', async (_name, answer, words) => {
    const got = await get(await answering(answer));
    expect(got).toMatchObject({ ok: false, failure: { code: 'REFUSED' } });
    expect(!got.ok && got.failure.detail).toContain(words);
  });

  test('in a private network is fetched only where the operator of the app named the host', async () => {
    const url = await answering('right');
    const got = await running.outside({ privateHosts: ['another.example'] }).get(url, '*/*');
    expect(got).toMatchObject({ ok: false, failure: { code: 'REFUSED' } });
    expect(!got.ok && got.failure.detail).toContain('PRIVATE_HOSTS');
  });

  test.each([
    'http://idp.localhost/x',
    'https://10.0.0.1/x',
    'https://[::1]/x',
    'https://[::ffff:127.0.0.1]/x',
    'https://2130706433/x',
    'https://user:password@idp.localhost/x',
    'file:///etc/passwd',
    'no address',
  ])('at %s is not even looked for', async (url) => {
    const got = await get(url);
    expect(got).toMatchObject({ ok: false, failure: { code: 'REFUSED' } });
    expect(JSON.stringify(got)).not.toContain('password@');
  });

  test('that wants a sign-in, or is not there, is told apart', async () => {
    const url = await answering('right');
    running.idps.faults.add({ status: 403, times: 1 });
    expect(await get(url)).toMatchObject({ failure: { code: 'CLOSED' } });
    running.idps.faults.add({ status: 404, times: 1 });
    expect(await get(url)).toMatchObject({ failure: { code: 'STATUS' } });
    running.idps.faults.add({ drop: 'before', times: 1 });
    expect(await get(url)).toMatchObject({ failure: { code: 'UNREACHABLE' } });
  });

  test('is asked for without anything that would tell who asks, or prove it', async () => {
    const url = new URL(await answering('right'));
    url.search = '?code=not-for-logs';
    running.idps.faults.add({ status: 500, times: 1 });
    const got = await get(url.href);
    expect(got.ok).toBe(false);
    expect(JSON.stringify(got)).not.toContain('not-for-logs');
  });
});
