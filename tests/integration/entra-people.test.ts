import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { createLocalJWKSet, jwtVerify, type JSONWebKeySet } from 'jose';
import { type RunningEntra, runEntra } from './entra-running.ts';

const REDIRECT = 'http://127.0.0.1:9999/back';
const CLIENT = '5a7f3c1e-0000-4000-8000-000000000001';
const SECRET = 'of the test';
const PUBLIC_CLIENT = '5a7f3c1e-0000-4000-8000-000000000002';
const UPN = 'asha.rao@northwind.example';
let running: RunningEntra;

beforeAll(async () => {
  running = await runEntra();
  await control('/clients', { clientId: CLIENT, secret: SECRET });
  await control('/clients', { clientId: PUBLIC_CLIENT, isPublic: true });
});
afterAll(() => running.stop());
afterEach(() => fetch(running.entra.signInUrl, { method: 'DELETE' }));

const control = (path: string, body: object) =>
  fetch(`${running.entra.signInUrl}${path}`, { method: 'POST', body: JSON.stringify(body) });

interface Flow {
  readonly client?: string;
  readonly said?: Readonly<Record<string, string>>;
  readonly form?: Readonly<Record<string, string>>;
}

const verifier = randomBytes(32).toString('base64url');

/** As a stranger's client does it: no library, no code of ours. */
const authorize = async ({ client = CLIENT, said = {}, form = { person: UPN } }: Flow = {}) => {
  const query = new URLSearchParams({
    client_id: client,
    response_type: 'code',
    redirect_uri: REDIRECT,
    scope: 'openid profile',
    state: 'the state',
    nonce: 'the nonce',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    ...said,
  });
  const url = `${running.entra.loginUrl}/${running.entra.tenantId}/oauth2/v2.0/authorize?${query.toString()}`;
  const answer = await fetch(url, { method: 'POST', redirect: 'manual', body: new URLSearchParams(form) });
  const location = answer.headers.get('location');
  return {
    status: answer.status,
    text: await answer.text(),
    back: location === null ? undefined : Object.fromEntries(new URL(location).searchParams),
  };
};

const tokenFor = async (form: Readonly<Record<string, string>>) => {
  const answer = await fetch(`${running.entra.loginUrl}/${running.entra.tenantId}/oauth2/v2.0/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      redirect_uri: REDIRECT,
      code_verifier: verifier,
      ...form,
    }),
  });
  return (await answer.json()) as Readonly<Record<string, string>>;
};

const claimsOf = async (token: string | undefined, audience = CLIENT) => {
  const { loginUrl, tenantId } = running.entra;
  const keys = await (await fetch(`${loginUrl}/${tenantId}/discovery/v2.0/keys`)).json();
  const issuer = `${loginUrl}/${tenantId}/v2.0`;
  const { payload } = await jwtVerify(token ?? '', createLocalJWKSet(keys as JSONWebKeySet), {
    issuer,
    audience,
  });
  return payload;
};

describe('the login for people', () => {
  test('signs a person in by code, for a client with a secret and for a public one', async () => {
    for (const [client, proof] of [
      [CLIENT, { client_secret: SECRET }],
      [PUBLIC_CLIENT, {}],
    ] as const) {
      const { back } = await authorize({ client });
      expect(back).toMatchObject({ state: 'the state' });
      const { id_token: token } = await tokenFor({ client_id: client, code: back?.['code'] ?? '', ...proof });
      expect(await claimsOf(token, client)).toMatchObject({
        nonce: 'the nonce',
        preferred_username: UPN,
        tid: running.entra.tenantId,
        acct: 0,
        ver: '2.0',
      });
    }
  });

  test('shows its people to choose from, with hostile names as text, and a way out', async () => {
    const { status, text } = await authorize({ form: {} });
    expect(status).toBe(200);
    expect(text).toContain(UPN);
    expect(text).not.toMatch(/<script|<img/);
    expect((await authorize({ form: { cancel: '1' } })).back).toMatchObject({ error: 'access_denied' });
  });

  test('lets nobody in who was disabled or is not there', async () => {
    expect(await authorize({ form: { person: 'greta.olsen@northwind.example' } })).toMatchObject({
      status: 400,
      text: expect.stringContaining('AADSTS50057'),
    });
    expect((await authorize({ form: { person: 'nobody@northwind.example' } })).text).toContain('50034');
  });

  test.each([
    ['a client that is not registered', { client_id: randomUUID() }, '700016'],
    ['a redirect to another machine', { redirect_uri: 'https://evil.example/back' }, '50011'],
    ['a redirect that is a script', { redirect_uri: 'javascript:alert(1)' }, '50011'],
    ['a token in the address', { response_type: 'id_token' }, '700054'],
    ['no challenge', { code_challenge: '' }, '501481'],
    ['no nonce', { nonce: '' }, '900144'],
    ['no openid', { scope: 'profile' }, '70011'],
  ])('refuses %s, and sends nobody there', async (_what, said, code) => {
    const { status, text, back } = await authorize({ said });
    expect([status, back]).toEqual([400, undefined]);
    expect(text).toContain(`AADSTS${code}`);
  });

  test('gives a token once, to the client that asked, with its verifier and its secret', async () => {
    const code = async () => (await authorize()).back?.['code'] ?? '';
    const good = { client_id: CLIENT, client_secret: SECRET };
    expect(await tokenFor({ ...good, client_secret: 'wrong', code: await code() })).toMatchObject({
      error: 'invalid_client',
    });
    for (const spoilt of [
      { ...good, code: await code(), code_verifier: 'x'.repeat(43) },
      { ...good, code: await code(), redirect_uri: `${REDIRECT}/other` },
      { client_id: PUBLIC_CLIENT, code: await code() },
      { ...good, code: 'none' },
    ])
      expect(await tokenFor(spoilt)).toMatchObject({ error: 'invalid_grant' });
    const once = await code();
    expect(await tokenFor({ ...good, code: once })).toHaveProperty('id_token');
    expect(await tokenFor({ ...good, code: once })).toMatchObject({ error: 'invalid_grant' });
  });

  test('does what a script says, for as often as it says: who, with which roles', async () => {
    await control('', { as: UPN, roles: ['Reader'], times: 1 });
    const { back } = await authorize({ form: { person: 'wei.zhang@northwind.example' } });
    const good = { client_id: CLIENT, client_secret: SECRET };
    const scripted = await claimsOf((await tokenFor({ ...good, code: back?.['code'] ?? '' }))['id_token']);
    expect(scripted).toMatchObject({ preferred_username: UPN, roles: ['Reader'] });
    const next = await authorize({ form: { person: 'wei.zhang@northwind.example' } });
    const plain = await claimsOf((await tokenFor({ ...good, code: next.back?.['code'] ?? '' }))['id_token']);
    expect(plain).toMatchObject({ preferred_username: 'wei.zhang@northwind.example' });
    expect(plain).not.toHaveProperty('roles');
  });

  test('refuses a script that it does not understand', async () => {
    expect((await control('', { As: UPN })).status).toBe(400);
    expect((await fetch(running.entra.signInUrl, { method: 'POST', body: 'x' })).status).toBe(400);
  });
});
