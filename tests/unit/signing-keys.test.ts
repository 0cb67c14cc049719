import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { entraCallers } from '../../lib/adapters/entra-tokens/entra-callers.ts';
import { tenantId } from '../../lib/domain/ids.ts';
import { hours, minutes, seconds } from '../../lib/domain/time.ts';
import { fakeClock } from '../support/fakes/clock.ts';
import { startKeyEndpoint } from '../support/key-endpoint.ts';

const TENANT = '7d0c4c3e-52a6-4b53-9e07-0f2a7f1d9b11';
const AUDIENCE = 'c1d5d0de-4f0a-4d0c-9c5e-6a1f2e7b9a10';

describe('the keys that callers are known by', () => {
  let login: Awaited<ReturnType<typeof startKeyEndpoint>>;
  beforeEach(async () => {
    login = await startKeyEndpoint(TENANT, AUDIENCE);
  });
  afterEach(() => login.stop());

  const start = () => {
    const clock = fakeClock();
    const callers = entraCallers({
      tenants: [{ id: tenantId(TENANT), authority: login.authority }],
      audience: AUDIENCE,
      timeout: seconds(5),
      clock,
    });
    const ask = async (kid: string, said?: Record<string, unknown>, alg?: string) => {
      const told = await callers.identify(await login.header(kid, clock.now(), said, alg));
      return told.ok ? 'let in' : told.failure.code;
    };
    return { clock, ask };
  };

  test('are asked for once, however many call', async () => {
    const { ask } = start();
    await Promise.all(Array.from({ length: 20 }, () => ask('first')));
    expect(await ask('first')).toBe('let in');
    expect(login.asked()).toBe(1);
  });

  test('are asked for again when a new one turns up', async () => {
    const { clock, ask } = start();
    await ask('first');
    await login.addKey('second');
    clock.wait(minutes(1));
    expect(await ask('second')).toBe('let in');
  });

  test('that nobody knows make us ask no more than once in half a minute', async () => {
    const { clock, ask } = start();
    await ask('first');
    await login.addKey('unknown');
    login.publish(['first']);
    clock.wait(seconds(30));
    for (let n = 0; n < 20; n += 1) expect(await ask('unknown')).toBe('NOT_SIGNED_IN');
    expect(login.asked()).toBe(2);
    expect(await ask('first')).toBe('let in');
  });

  test('that are no longer published let nobody in after an hour', async () => {
    const { clock, ask } = start();
    await ask('first');
    await login.addKey('second');
    login.publish(['second']);
    clock.wait(hours(1));
    expect(await ask('first')).toBe('NOT_SIGNED_IN');
  });

  test('are trusted for a day while they can not be asked for, and not longer', async () => {
    const { clock, ask } = start();
    await ask('first');
    login.answer(503);
    clock.wait(hours(23));
    expect(await ask('first')).toBe('let in');
    clock.wait(hours(1));
    expect(await ask('first')).toBe('UNAVAILABLE');
    login.answer(200);
    expect(await ask('first')).toBe('UNAVAILABLE');
    clock.wait(seconds(30));
    expect(await ask('first')).toBe('let in');
  });

  test('that are no keys count as an outage', async () => {
    const { ask } = start();
    login.answer(404);
    expect(await ask('first')).toBe('UNAVAILABLE');
  });

  test.each<[string, Record<string, unknown>]>([
    ['that begins in ten minutes', { nbf: Math.floor(Date.UTC(2026, 10, 18, 12, 10) / 1000) }],
    ['without an end', { exp: undefined }],
    ['without a beginning', { nbf: undefined }],
    ['of another tenant, though signed by this one', { tid: crypto.randomUUID() }],
    ['that names nobody', { oid: undefined }],
    ['that nobody asked for: an ID token', { azp: undefined, scp: undefined, nonce: 'n' }],
    ['of version 1.0', { ver: '1.0' }],
    ['with roles that are no list', { roles: 'Operator' }],
    ['for several audiences, none of them ours', { aud: ['a', 'b'] }],
  ])('do not let in a token %s', async (_what, said) => {
    expect(await start().ask('first', said)).toBe('NOT_SIGNED_IN');
  });

  test('do not let in a token that is signed with a shared key', async () => {
    expect(await start().ask('first', {}, 'HS256')).toBe('NOT_SIGNED_IN');
  });
});
