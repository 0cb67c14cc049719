import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { keyVaultShareUnwrap, keyVaultShareWrap } from '../../lib/adapters/key-vault/link-key.ts';
import { cryptographyClient } from '../../lib/adapters/key-vault/key-client.ts';
import { vaultClients } from '../../lib/adapters/key-vault/vault-clients.ts';
import { type RunningVaultsStandIn, runVaultsStandIn } from '../support/vault-stand-in.ts';

const SHARE = new Uint8Array(32).fill(7);

describe('the key of links', () => {
  let running: RunningVaultsStandIn;
  beforeAll(async () => {
    running = await runVaultsStandIn({
      grants: {
        renew: ['keys/get', 'keys/create', 'keys/wrapKey'],
        'wraps only': ['keys/wrapKey'],
        link: ['keys/get', 'keys/unwrapKey'],
        nobody: [],
      },
    });
  });
  afterAll(() => running.stop());

  const key = () => new URL(`${running.vaults.urlOf('product')}/keys/link-wrap`);
  const wrap = (appId: string) =>
    keyVaultShareWrap(() => cryptographyClient(key().href, running.credential(appId)))(SHARE);
  const unwrap = (appId: string) =>
    keyVaultShareUnwrap({
      key: key(),
      clientFor: (keyId) => cryptographyClient(keyId, running.credential(appId)),
    });
  const rotate = async (): Promise<void> => {
    const { token } = (await running.credential('renew').getToken(''))!;
    const url = `${key().href}/create?api-version=2025-07-01`;
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const body = JSON.stringify({ kty: 'RSA', key_size: 2048, key_ops: ['wrapKey', 'unwrapKey'] });
    const created = await fetch(url, { method: 'POST', headers, body });
    if (!created.ok) throw new Error(`Rotating failed: ${created.status}`);
  };

  test('names the version that wrapped, and that one unwraps after a newer came', async () => {
    const old = await wrap('renew');
    await rotate();
    const young = await wrap('renew');
    if (!old.ok || !young.ok) throw new Error('Nothing was wrapped.');
    expect(old.value.keyId).not.toBe(young.value.keyId);
    for (const { keyId } of [old.value, young.value]) expect(keyId.startsWith(`${key().href}/`)).toBe(true);
    for (const wrapped of [old.value, young.value]) {
      const share = await unwrap('link')(wrapped);
      expect(share.ok && Buffer.from(share.value).equals(SHARE)).toBe(true);
    }
  });

  test('wraps by the newest version after a rotation, without a restart', async () => {
    const wrapNow = keyVaultShareWrap(() => cryptographyClient(key().href, running.credential('renew')));
    const before = await wrapNow(SHARE);
    await rotate();
    const after = await wrapNow(SHARE);
    if (!before.ok || !after.ok) throw new Error('Nothing was wrapped.');
    expect(after.value.keyId).not.toBe(before.value.keyId);
  });

  test('still wraps after a thousand clients of its vault were made', async () => {
    for (let made = 0; made < 1000; made += 1) {
      cryptographyClient(key().href, running.credential('renew'));
      vaultClients(key(), running.credential('renew'));
    }
    expect((await wrap('renew')).ok).toBe(true);
  });

  test.each([400, 431, 503])(
    'is away when something on the way answers %d without a body',
    async (status) => {
      running.vaults.faults.add({ path: '/keys/', status });
      try {
        expect(await wrap('renew')).toEqual({
          ok: false,
          failure: {
            code: 'UNAVAILABLE',
            detail: "The answer was none of a vault's, as when something on the way answers for it",
          },
        });
      } finally {
        running.vaults.faults.clear();
      }
    },
  );

  test('is not used where nobody says which version of it wraps', async () => {
    expect(await wrap('wraps only')).toEqual({
      ok: false,
      failure: { code: 'UNAVAILABLE', detail: 'The vault does not say which version of the key wrapped.' },
    });
  });

  test('does not unwrap for who may only wrap', async () => {
    const wrapped = await wrap('renew');
    if (!wrapped.ok) throw new Error(wrapped.failure.detail);
    expect(await unwrap('renew')(wrapped.value)).toEqual({
      ok: false,
      failure: { code: 'UNAVAILABLE', detail: 'The vault answered 403, ForbiddenByRbac' },
    });
  });

  test('is never looked for where a row says, outside of its own place', async () => {
    const { host } = key();
    for (const keyId of [
      'https://vault.attacker.example/keys/link-wrap/1',
      `https://${host}.attacker.example/keys/link-wrap/1`,
      `https://${host}/keys/other/1`,
      `https://${host}/keys/link-wrap-2/1`,
      `https://${host}/keys/link-wrap/../other/1`,
      `https://${host}/keys/link-wrap/`,
      '',
    ])
      await expect(unwrap('link')({ wrapped: SHARE, keyId })).rejects.toThrow(/not the one of links/);
  });

  test('tells nothing of a share in what it says of a failure', async () => {
    const refused = await wrap('nobody');
    expect(refused).toMatchObject({ ok: false, failure: { code: 'UNAVAILABLE' } });
    expect(JSON.stringify(refused)).not.toContain(Buffer.from(SHARE).toString('base64url'));
  });
});
