import { createHash, createPublicKey, randomBytes, verify } from 'node:crypto';
import { join } from 'node:path';
import { CryptographyClient, KeyClient, type KeyVaultKey } from '@azure/keyvault-keys';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { as, type RunningVaults, runVaults, vaultProcess } from './running-vaults.ts';

let running: RunningVaults;
let keys: KeyClient;

beforeAll(async () => {
  running = await runVaults();
  keys = new KeyClient(running.vaults.urlOf('product'), as(), running.client);
});
afterAll(() => running.stop());

const workWith = (key: KeyVaultKey | string): CryptographyClient =>
  typeof key === 'string'
    ? new CryptographyClient(key, as(), running.client)
    : new CryptographyClient(key, as(), running.client);

const sealed = randomBytes(32);
const digestOf = (text: string): Buffer => createHash('sha256').update(text).digest();

describe('wrapping', () => {
  test('the key of the product is there from the start and wraps what it can unwrap', async () => {
    const key = await keys.getKey('link-wrap');
    expect(key.keyType).toBe('RSA');
    const { result } = await workWith(key).wrapKey('RSA-OAEP-256', sealed);
    expect(Buffer.from(result)).toHaveLength(256);
    const opened = await workWith(key).unwrapKey('RSA-OAEP-256', result);
    expect(Buffer.from(opened.result)).toEqual(sealed);
  });

  test('works by an address without a version too', async () => {
    const latest = `${running.vaults.urlOf('product')}/keys/link-wrap`;
    const { result } = await workWith(latest).wrapKey('RSA-OAEP-256', sealed);
    const opened = await workWith(latest).unwrapKey('RSA-OAEP-256', result);
    expect(Buffer.from(opened.result)).toEqual(sealed);
  });

  test('what an older version wrapped, only that version unwraps', async () => {
    const first = await keys.createRsaKey('rolled', { keySize: 2048 });
    const { result } = await workWith(first).wrapKey('RSA-OAEP-256', sealed);
    const second = await keys.createRsaKey('rolled', { keySize: 2048 });
    expect((await keys.getKey('rolled')).properties.version).toBe(second.properties.version);

    await expect(workWith(second).unwrapKey('RSA-OAEP-256', result)).rejects.toMatchObject({
      statusCode: 400,
    });
    const opened = await workWith(first).unwrapKey('RSA-OAEP-256', result);
    expect(Buffer.from(opened.result)).toEqual(sealed);
  });

  test('refuses what was changed on the way', async () => {
    const key = await keys.getKey('link-wrap');
    const { result } = await workWith(key).wrapKey('RSA-OAEP-256', sealed);
    result[0]! ^= 1;
    await expect(workWith(key).unwrapKey('RSA-OAEP-256', result)).rejects.toMatchObject({ statusCode: 400 });
  });

  test('after its end a key opens what it closed, and closes nothing new', async () => {
    const key = await keys.createRsaKey('ended', { expiresOn: new Date(Date.now() - 1000) });
    const url = `${key.id!}/wrapkey?api-version=7.6`;
    const body = { alg: 'RSA-OAEP-256', value: sealed.toString('base64url') };
    expect((await running.call(url, { method: 'POST', body })).status).toBe(403);
    expect((await running.call(url.replace('/wrapkey', '/unwrapkey'), { method: 'POST', body })).status).toBe(
      400,
    );
  });
});

describe('signing', () => {
  test('gives a signature that anyone can check with the public half alone', async () => {
    const key = await keys.createEcKey('audit', { curve: 'P-256' });
    const { result } = await workWith(key).sign('ES256', digestOf('who approved what'));
    const { x, y } = key.key!;
    const jwk = {
      kty: 'EC',
      crv: 'P-256',
      x: Buffer.from(x!).toString('base64url'),
      y: Buffer.from(y!).toString('base64url'),
    };
    const check = { key: createPublicKey({ key: jwk, format: 'jwk' }), dsaEncoding: 'ieee-p1363' as const };
    expect(verify('sha256', Buffer.from('who approved what'), check, result)).toBe(true);
    expect(verify('sha256', Buffer.from('who denied what'), check, result)).toBe(false);
  });

  test('is checked by the vault as well', async () => {
    const key = await keys.createEcKey('audit', { curve: 'P-256' });
    const client = workWith(key);
    const { result } = await client.sign('ES256', digestOf('yes'));
    expect((await client.verify('ES256', digestOf('yes'), result)).result).toBe(true);
    expect((await client.verify('ES256', digestOf('no'), result)).result).toBe(false);
    result[40]! ^= 1;
    expect((await client.verify('ES256', digestOf('yes'), result)).result).toBe(false);
  });

  test('is not what a key for wrapping does', async () => {
    const key = await keys.createRsaKey('only-wraps');
    await expect(workWith(key.id!).sign('ES256', digestOf('yes'))).rejects.toThrow();
    const { status } = await running.call(`${key.id!}/sign?api-version=7.6`, {
      method: 'POST',
      body: { alg: 'ES256', value: digestOf('yes').toString('base64url') },
    });
    expect(status).toBe(403);
  });
});

describe('keys in lists', () => {
  test('show which of them belong to certificates', async () => {
    const client = new KeyClient(running.vaults.urlOf('apps-live'), as(), running.client);
    const own: string[] = [];
    let managed = 0;
    for await (const key of client.listPropertiesOfKeys()) {
      if (key.managed === true) managed += 1;
      else own.push(key.name);
    }
    expect(own).toEqual(['archive-signing', 'ledger-signing', 'retired-signing', 'token-signing']);
    expect(managed).toBe(27);
    expect(await client.getKey('storefront-tls')).toMatchObject({
      keyType: 'EC',
      properties: { managed: true },
    });
  });

  test('have an end, none, or are switched off', async () => {
    const client = new KeyClient(running.vaults.urlOf('apps-live'), as(), running.client);
    expect((await client.getKey('archive-signing')).properties.expiresOn).toBeInstanceOf(Date);
    expect((await client.getKey('ledger-signing')).properties.expiresOn).toBeUndefined();
    expect((await client.getKey('retired-signing')).properties.enabled).toBe(false);
  });

  test('never show their private half', async () => {
    const { body } = await running.call(`${running.vaults.urlOf('product')}/keys/link-wrap?api-version=7.6`);
    expect(Object.keys(body.key).sort()).toEqual(['e', 'key_ops', 'kid', 'kty', 'n']);
  });

  test('that do not exist are not found', async () => {
    await expect(keys.getKey('nobody')).rejects.toMatchObject({ statusCode: 404, code: 'KeyNotFound' });
  });
});

test('what was wrapped before a restart is unwrapped after it', async () => {
  const state = ['--state', join(running.dir, 'state')];
  const clientFor = (url: string | undefined) => new KeyClient(url!, as(), running.client);
  const before = await vaultProcess(running.authority, ...state);
  const made = await clientFor(before.vaults['product']).createRsaKey('kept');
  const { result } = await workWith(made).wrapKey('RSA-OAEP-256', sealed);
  expect(await before.stop()).toBe(0);

  const after = await vaultProcess(running.authority, ...state);
  const found = await clientFor(after.vaults['product']).getKey('kept');
  const opened = await workWith(found).unwrapKey('RSA-OAEP-256', result);
  await after.stop();
  expect(found.properties.version).toBe(made.properties.version);
  expect(Buffer.from(opened.result)).toEqual(sealed);
});
