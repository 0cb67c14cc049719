import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { createInterface } from 'node:readline';
import { CertificateClient } from '@azure/keyvault-certificates';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { startKeyVault, VAULT_RESOURCE } from '../../local/key-vault/server.ts';
import {
  as,
  EPOCH,
  GOOD,
  LOGIN,
  type RunningVaults,
  runVaults,
  spawnVaults,
  TENANT,
  vaultProcess,
} from './running-vaults.ts';

const API = 'api-version=2025-07-01';

let running: RunningVaults;
let list: string;

beforeAll(async () => {
  running = await runVaults({
    grants: {
      watch: ['certificates/list@apps-live', 'certificates/get@apps-live'],
      renew: ['keys/wrapKey@product'],
      link: ['keys/unwrapKey@product'],
      someone: ['*'],
    },
  });
  list = `${running.vaults.urlOf('apps-live')}/certificates?${API}`;
});
afterAll(() => running.stop());
afterEach(() => {
  running.vaults.faults.clear();
});

describe('without a token', () => {
  test('the vault names the login and what the token must be for', async () => {
    const { status, headers, body } = await running.call(list, { token: null });
    expect(status).toBe(401);
    expect(headers['www-authenticate']).toBe(
      `Bearer authorization="${LOGIN}/${TENANT}", resource="https://vault.localhost"`,
    );
    expect(body.error.code).toBe('Unauthorized');
  });

  test('the unmodified client takes the challenge and asks its credential for exactly that', async () => {
    const credential = as();
    const client = new CertificateClient(running.vaults.urlOf('apps-live'), credential, running.client);
    await client.getCertificate('vpn-gateway');
    expect(credential.asked).toEqual([{ scopes: [`${VAULT_RESOURCE}/.default`], tenantId: TENANT }]);
  });
});

test.each([
  ['for another resource', { aud: 'https://vault.azure.net' }],
  ['that has expired', { exp: 1_700_000_000 }],
  ['that is not valid yet', { nbf: 4_000_000_000 }],
  ['of another tenant', { tid: 'other' }],
  ['that is none', 'abc'],
])('a token %s is refused with a new challenge', async (_, token) => {
  const { status, headers } = await running.call(list, { token });
  expect(status).toBe(401);
  expect(headers['www-authenticate']).toContain('resource=');
});

describe('api-version', () => {
  test('is demanded', async () => {
    const { status, body } = await running.call(list.replace(`?${API}`, ''));
    expect([status, body.error.code]).toEqual([400, 'BadParameter']);
  });

  test('must be one that exists', async () => {
    const { status } = await running.call(list.replace('2025-07-01', '2019-01-01'));
    expect(status).toBe(400);
  });
});

describe('who may do what', () => {
  const bodies = { method: 'POST', body: { alg: 'RSA-OAEP-256', value: 'AAAA' } };
  const product = (operation: string) =>
    `${running.vaults.urlOf('product')}/keys/link-wrap/${operation}?${API}`;

  test.each([
    ['watch', 'lists certificates', () => list, {}, 200],
    [
      'watch',
      'lists those of a vault it was not given',
      () => list.replace('apps-live', 'apps-nle'),
      {},
      403,
    ],
    ['watch', 'wraps', () => product('wrapkey'), bodies, 403],
    ['renew', 'wraps', () => product('wrapkey'), bodies, 200],
    ['renew', 'unwraps', () => product('unwrapkey'), bodies, 403],
    ['link', 'unwraps nonsense', () => product('unwrapkey'), bodies, 400],
    ['link', 'lists certificates', () => list, {}, 403],
    ['stranger', 'lists certificates', () => list, {}, 403],
  ])('%s %s', async (appid, _, url, call, expected) => {
    const { status, body } = await running.call(url(), { ...call, token: { appid } });
    expect(status).toBe(expected);
    if (expected === 403)
      expect(body.error).toMatchObject({ code: 'Forbidden', innererror: { code: 'ForbiddenByRbac' } });
  });
});

test('a vault behind a private connection says so', async () => {
  const { status, body } = await running.call(list.replace('apps-live', 'behind-firewall'));
  expect([status, body.error.innererror.code]).toEqual([403, 'ForbiddenByConnection']);
});

test('a vault that does not exist is not found', async () => {
  const { status, body } = await running.call(list.replace('apps-live', 'nowhere'));
  expect([status, body.error.code]).toEqual([404, 'VaultNotFound']);
});

test('the client comes back after being throttled', async () => {
  running.vaults.faults.add({
    path: '/certificates/vpn-gateway',
    times: 1,
    status: 429,
    headers: { 'retry-after': '0' },
    body: { error: { code: 'Throttled', message: 'Too many requests were received.' } },
  });
  const client = new CertificateClient(running.vaults.urlOf('apps-live'), as(), {
    ...running.client,
    retryOptions: { maxRetries: 1 },
  });
  expect((await client.getCertificate('vpn-gateway')).name).toBe('vpn-gateway');
  expect(running.vaults.faults.list()).toEqual([]);
});

describe('with a login that signs its tokens', () => {
  const ours = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const rolled = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const published: object[] = [{ kid: 'one', ...ours.publicKey.export({ format: 'jwk' }) }];
  let login: ReturnType<typeof createServer>;
  let signed: Awaited<ReturnType<typeof startKeyVault>>;

  const tokenBy = (key: KeyObject, alg: string, kid: string): string => {
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const text = `${part({ alg, kid })}.${part({ ...GOOD, exp: Math.floor(Date.now() / 1000) + 60 })}`;
    const signature = sign('sha256', Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' });
    return `${text}.${signature.toString('base64url')}`;
  };

  beforeAll(async () => {
    const tls = await running.authority.issue(['login.localhost', '*.vault.localhost']);
    login = createServer(tls, (_, response) => response.end(JSON.stringify({ keys: published })));
    await once(login.listen(0, '127.0.0.1'), 'listening');
    const { port } = login.address() as AddressInfo;
    signed = await startKeyVault({
      tls,
      seed: 'test',
      epoch: EPOCH,
      loginUrl: LOGIN,
      tenantId: TENANT,
      jwks: { url: `https://login.localhost:${port}/keys`, ca: running.authority.caPem },
    });
  });
  afterAll(async () => {
    login.closeAllConnections();
    login.close();
    await signed.stop();
  });

  const statusFor = async (token: string | object): Promise<number> =>
    (await running.call(`${signed.urlOf('apps-live')}/certificates?${API}`, { token })).status;

  test('a token of that login is accepted', async () => {
    expect(await statusFor(tokenBy(ours.privateKey, 'RS256', 'one'))).toBe(200);
  });

  test('so is one by a key that the login has only just published', async () => {
    const token = tokenBy(rolled.privateKey, 'ES256', 'two');
    expect(await statusFor(token)).toBe(401);
    published.push({ kid: 'two', ...rolled.publicKey.export({ format: 'jwk' }) });
    expect(await statusFor(token)).toBe(200);
  });

  test.each([
    ['no signature', () => ({})],
    ['the signature of another key', () => tokenBy(rolled.privateKey, 'ES256', 'one')],
    [
      'claims changed after signing',
      () => {
        const [head = '', claims = '', signature = ''] = tokenBy(ours.privateKey, 'RS256', 'one').split('.');
        const changed = {
          ...(JSON.parse(Buffer.from(claims, 'base64url').toString()) as object),
          appid: 'renew',
        };
        return `${head}.${Buffer.from(JSON.stringify(changed)).toString('base64url')}.${signature}`;
      },
    ],
  ])('a token with %s is refused', async (_, token) => {
    expect(await statusFor(token())).toBe(401);
  });
});

describe('as a process of its own', () => {
  test('it says in one line where it is, and ends with its parent', async () => {
    const grants = JSON.stringify({ someone: ['certificates/*'] });
    const { child, vaults, said } = await vaultProcess(
      running.authority,
      '--grants',
      grants,
      '--with-parent',
    );
    expect(Object.keys(vaults)).toEqual(['apps-live', 'apps-nle', 'behind-firewall', 'product']);
    expect((await running.call(`${vaults['apps-live']!}/certificates?${API}`)).status).toBe(200);
    expect((await running.call(`${vaults['product']!}/keys?${API}`)).status).toBe(403);

    child.stdin.end();
    expect(await once(child, 'exit')).toEqual([0, null]);
    expect(said).toHaveLength(1);
  });

  test.each([
    [['--nonsense'], '--nonsense'],
    [['--epoch', '2026-01-01'], '--cert is required'],
  ])('started with %s it names what is wrong in one line', async (flags, said) => {
    const child = spawnVaults(...flags);
    const lines: string[] = [];
    createInterface({ input: child.stderr }).on('line', (line) => lines.push(line));
    expect(await once(child, 'close')).toEqual([1, null]);
    expect(lines).toEqual([expect.stringContaining(said)]);
  });
});
