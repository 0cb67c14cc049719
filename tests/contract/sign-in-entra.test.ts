import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { entraSignIn } from '../../lib/adapters/openid/entra-sign-in.ts';
import { seconds } from '../../lib/domain/time.ts';
import type { SignIn, SignInAttempt } from '../../lib/ports/sign-in.ts';
import { type RunningEntra, runEntra } from '../integration/entra-running.ts';

const REDIRECT = new URL('http://localhost:7071/auth/callback');
const EXCHANGE = 'api://AzureADTokenExchange';
let running: RunningEntra;
let signIn: SignIn;

beforeAll(async () => {
  running = await runEntra();
  signIn = made({});
});
afterAll(() => running.stop());
afterEach(async () => {
  running.entra.faults.login.clear();
  await fetch(running.entra.signInUrl, { method: 'DELETE' });
});

const made = (said: Partial<Parameters<typeof entraSignIn>[0]>): SignIn =>
  entraSignIn({
    authority: new URL(running.entra.loginUrl),
    audience: 'organizations',
    clientId: running.entra.signInClientId,
    redirectUri: REDIRECT,
    clientAssertion: () => running.token('link', EXCHANGE),
    timeout: seconds(10),
    ...said,
  });

const personOf = (key: string) => {
  const person = running.entra.tenant.people.find((each) => each.key === key);
  if (person === undefined) throw new Error(`Nobody is called ${key}.`);
  return person.user;
};

/** What the browser does: goes there, chooses a person, comes back with a query. */
const come = async (address: URL, key: string, cookie = '') => {
  const answer = await fetch(address, {
    method: 'POST',
    redirect: 'manual',
    headers: { 'content-type': 'application/x-www-form-urlencoded', cookie },
    body: new URLSearchParams({ person: personOf(key).userPrincipalName }),
  });
  const location = answer.headers.get('location');
  if (location === null) throw new Error(`${answer.status}: ${await answer.text()}`);
  const cookies = answer.headers.getSetCookie().map((each) => each.split(';')[0] ?? '');
  return { query: new URL(location).searchParams.toString(), cookie: cookies.join('; ') };
};

const begun = async (fresh = false, by = signIn): Promise<{ address: URL; attempt: SignInAttempt }> => {
  const result = await by.begin(fresh);
  if (!result.ok) throw new Error(result.failure.detail);
  return result.value;
};

const script = (said: object) =>
  fetch(running.entra.signInUrl, { method: 'POST', body: JSON.stringify(said) });

describe('a sign-in at Entra', () => {
  test('asks for a code with a challenge, and sends nobody anywhere but back here', async () => {
    const { address, attempt } = await begun();
    const asked = Object.fromEntries(address.searchParams);
    expect(asked).toMatchObject({
      response_type: 'code',
      response_mode: 'query',
      scope: 'openid profile',
      redirect_uri: REDIRECT.href,
      state: attempt.state,
      nonce: attempt.nonce,
      code_challenge_method: 'S256',
    });
    expect(address.pathname).toBe('/organizations/oauth2/v2.0/authorize');
    expect(asked).not.toHaveProperty('prompt');
    expect(address.href).not.toContain(attempt.verifier);
  });

  test('says who it is by tenant and object id', async () => {
    const { address, attempt } = await begun();
    const { query } = await come(address, 'asha.rao');
    const { id, displayName } = personOf('asha.rao');
    expect(await signIn.finish(query, attempt)).toMatchObject({
      ok: true,
      value: { tenant: running.entra.tenantId, objectId: id, name: displayName, isGuest: false },
    });
  });

  test('that is not to be fresh says when the person last showed who they are; a fresh one asks again', async () => {
    running.clock.ms = Date.now() - 60_000;
    const first = await begun();
    const { query, cookie } = await come(first.address, 'asha.rao');
    const times = [await signIn.finish(query, first.attempt)];
    running.clock.ms = Date.now();
    for (const fresh of [false, true]) {
      const next = await begun(fresh);
      if (fresh) expect(next.address.searchParams.get('prompt')).toBe('login');
      times.push(await signIn.finish((await come(next.address, 'asha.rao', cookie)).query, next.attempt));
    }
    const at = times.map((each) => (each.ok ? (each.value.authenticatedAt ?? 0) : 0));
    expect(at[0]).toBeGreaterThan(0);
    expect(at[1]).toBe(at[0]);
    expect(at[2]).toBeGreaterThanOrEqual(at[0]! + 59_000);
  });

  test('knows guests', async () => {
    const { address, attempt } = await begun();
    const { query } = await come(address, 'lee.harper');
    expect(await signIn.finish(query, attempt)).toMatchObject({ ok: true, value: { isGuest: true } });
  });

  test('goes to one tenant where its guests may come', async () => {
    const ofOne = made({ audience: running.entra.tenantId });
    const { address, attempt } = await begun(false, ofOne);
    expect(address.pathname).toContain(running.entra.tenantId);
    const { query } = await come(address, 'lee.harper');
    expect(await ofOne.finish(query, attempt)).toMatchObject({ ok: true });
  });

  test.each([
    ['another audience', { audience: '00000000-0000-4000-8000-000000000000' }],
    ['another issuer', { issuer: 'https://login.example/x/v2.0' }],
    ['the issuer of another tenant', { tenant: '00000000-0000-4000-8000-000000000000', issuer: 'x' }],
    ['another nonce', { nonce: 'another' }],
    ['an end that has passed', { expired: true }],
    ['a signature of someone else', { forged: true }],
  ])('whose token has %s is refused', async (_what, said) => {
    await script(said);
    const { address, attempt } = await begun();
    const { query } = await come(address, 'asha.rao');
    expect(await signIn.finish(query, attempt)).toMatchObject({ ok: false, failure: { code: 'REFUSED' } });
  });

  test('of another tenant says so, and that tenant signs for itself', async () => {
    const tenant = '00000000-0000-4000-8000-000000000000';
    await script({ tenant });
    const { address, attempt } = await begun();
    const { query } = await come(address, 'asha.rao');
    expect(await signIn.finish(query, attempt)).toMatchObject({ ok: true, value: { tenant } });
  });

  test('that the person cancels is denied', async () => {
    await script({ denied: true });
    const { address, attempt } = await begun();
    const { query } = await come(address, 'asha.rao');
    expect(await signIn.finish(query, attempt)).toMatchObject({
      ok: false,
      failure: { code: 'DENIED', detail: 'access_denied' },
    });
  });

  test('whose code was taken by another browser is worth nothing there, nor is one that was used', async () => {
    const [mine, other] = [await begun(), await begun()];
    const { query } = await come(mine.address, 'asha.rao');
    const stolen = new URLSearchParams(query);
    stolen.set('state', other.attempt.state);
    expect(await signIn.finish(stolen.toString(), other.attempt)).toMatchObject({
      ok: false,
      failure: { code: 'REFUSED', detail: 'invalid_grant' },
    });
    expect(await signIn.finish(query, mine.attempt)).toMatchObject({
      failure: { code: 'REFUSED', detail: 'invalid_grant' },
    });
    expect(await signIn.finish(query, other.attempt)).toMatchObject({ failure: { code: 'REFUSED' } });
  });

  test('without a token of our identity, or with one for something else, comes to nothing', async () => {
    for (const [clientAssertion, code] of [
      [() => running.token('link', running.entra.graphUrl), 'REFUSED'],
      [() => Promise.reject(new Error('no identity here')), 'UNAVAILABLE'],
    ] as const) {
      const by = made({ clientAssertion });
      const { address, attempt } = await begun(false, by);
      const { query } = await come(address, 'asha.rao');
      expect(await by.finish(query, attempt)).toMatchObject({ ok: false, failure: { code } });
    }
  });

  test('while the authority is away is tried again later, from the beginning on', async () => {
    const by = made({});
    const { login } = running.entra.faults;
    login.add({ status: 503 });
    expect(await by.begin(false)).toMatchObject({ failure: { code: 'UNAVAILABLE' } });
    login.clear();
    login.add({ drop: 'before' });
    expect(await by.begin(false)).toMatchObject({ failure: { code: 'UNAVAILABLE' } });
    login.clear();
    const { address, attempt } = await begun(false, by);
    const { query } = await come(address, 'asha.rao');
    login.add({ path: '/token', status: 503, body: { error: 'temporarily_unavailable' } });
    expect(await by.finish(query, attempt)).toMatchObject({ failure: { code: 'UNAVAILABLE' } });
  });
});
