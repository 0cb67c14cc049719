import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { keyVaultCertificates } from '../../lib/adapters/key-vault/certificates-source.ts';
import { certificateClient } from '../../lib/adapters/key-vault/certificate-client.ts';
import { sha256 } from '../../lib/adapters/system/sha256.ts';
import { systemClock } from '../../lib/adapters/system/system-clock.ts';
import type { Credential } from '../../lib/domain/credential.ts';
import type { CredentialSource } from '../../lib/ports/credential-source.ts';
import type { VaultTemplate } from '../../local/key-vault/templates.ts';
import { aTenant } from '../support/tenants.ts';
import { type RunningVaultsStandIn, runVaultsStandIn } from '../support/vault-stand-in.ts';
import { allPages, subjectsOf } from './credential-source.contract.ts';

const VAULTS: readonly VaultTemplate[] = [
  {
    name: 'one',
    certificates: [
      { name: 'by-people', endsIn: 9, olderVersions: 2, tags: { owner: 'web-team', application: 'Shop' } },
      { name: 'by-itself', endsIn: 9, issuer: 'Self', action: 'AutoRenew' },
      { name: 'by-an-authority', endsIn: 100, issuer: 'DigiCert', action: 'AutoRenew' },
      { name: 'asks-in-vain', endsIn: 9, issuer: 'Unknown', action: 'AutoRenew' },
      { name: 'only-tells', endsIn: 9, issuer: 'Self' },
      { name: 'far', endsIn: 300, issuer: 'Self', action: 'AutoRenew' },
      { name: 'off', endsIn: 9, enabled: false },
      { name: 'never-issued', requestOpen: true },
    ],
    keys: [],
    secrets: [],
  },
  { name: 'two', certificates: [{ name: 'by-people', endsIn: 40 }], keys: [], secrets: [] },
];

describe('certificates in vaults', () => {
  let running: RunningVaultsStandIn;
  beforeAll(async () => {
    running = await runVaultsStandIn({
      vaults: VAULTS,
      grants: { watch: ['certificates/list', 'certificates/get'], lister: ['certificates/list'] },
    });
  });
  afterEach(() => {
    running.vaults.faults.clear();
  });
  afterAll(() => running.stop());

  const source = (names: readonly string[] = ['one', 'two'], appId = 'watch'): CredentialSource =>
    keyVaultCertificates({
      vaults: names.map((name) => ({
        name,
        client: certificateClient(new URL(running.vaults.urlOf(name)), running.credential(appId)),
      })),
      tenant: aTenant(),
      digest: sha256,
      clock: systemClock,
    });
  const inVaultOne = async (name: string, of = source()): Promise<Credential> => {
    const subject = subjectsOf(await allPages(of)).find(
      ({ nativeId }) => nativeId === `one.vault.localhost/certificates/${name}`,
    );
    expect(subject?.credentials).toHaveLength(1);
    return subject!.credentials[0]!;
  };

  test('are seen in their current version, with the end in the right unit', async () => {
    const { expiresAt, startsAt, thumbprint, keyId } = await inVaultOne('by-people');
    const day = (expiresAt! - running.epoch.getTime()) / 86_400_000;
    expect(Math.floor(day)).toBe(9);
    expect(startsAt!).toBeLessThan(expiresAt!);
    expect(thumbprint).toMatch(/^[0-9A-F]{40}$/);
    expect(keyId).toBe(thumbprint);
  });

  test.each([
    ['by-people', false],
    ['by-itself', true],
    ['by-an-authority', true],
    ['asks-in-vain', false],
    ['only-tells', false],
  ])('say whether their vault renews them: %s', async (name, renews) => {
    expect((await inVaultOne(name)).renewsItself).toBe(renews);
  });

  test('have their policy read only where it matters', async () => {
    // Refusing the policies of what is far or off would show.
    running.vaults.faults.add({ path: '/certificates/(far|off)', status: 403 });
    expect((await allPages(source())).flatMap(({ unread }) => unread)).toEqual([]);
    expect((await inVaultOne('off')).enabled).toBe(false);
    expect((await inVaultOne('far')).renewsItself).toBe(false);
  });

  test('that were never issued are not there', async () => {
    const names = subjectsOf(await allPages(source())).map(({ name }) => name);
    expect(names).not.toContain('never-issued');
  });

  test('tell by a tag who answers for them', async () => {
    const [subject] = subjectsOf(await allPages(source())).filter(({ ownerHints }) => ownerHints.ownerTag);
    expect(subject).toMatchObject({
      name: 'by-people',
      labels: ['application:Shop', 'owner:web-team'],
      ownerHints: { ownerTag: 'web-team' },
    });
  });

  test('with policies that we may not read are taken for ones that people renew, and that is said', async () => {
    const lister = source(['one'], 'lister');
    expect((await inVaultOne('by-itself', lister)).renewsItself).toBe(false);
    const unread = (await allPages(lister)).flatMap((page) => page.unread);
    expect(unread).toContainEqual({
      what: 'one.vault.localhost/certificates/by-itself',
      reason: 'Who renews it is unknown. The vault answered 403, ForbiddenByRbac',
    });
  });

  test('of a vault that is not there cost nothing but that vault', async () => {
    const pages = await allPages(source(['gone', 'two']));
    expect(pages.flatMap(({ unread }) => unread)).toMatchObject([{ what: 'vaults/gone' }]);
    expect(subjectsOf(pages)).toHaveLength(1);
  });

  test('of a vault that was taken out while a scan went on are not there', async () => {
    const parts = await source(['one', 'oslo', 'two']).parts!();
    expect(parts).toEqual({ ok: true, value: ['vaults/one', 'vaults/oslo', 'vaults/two'] });
    const page = await source(['one', 'two']).page(undefined, 'vaults/oslo');
    expect(page).toEqual({ ok: true, value: { subjects: [], unread: [], next: undefined } });
  });

  test('of a vault that is no longer watched are gone from what is watched', async () => {
    const look = await source(['two']).look('one.vault.localhost/certificates/far');
    expect(look).toEqual({ ok: true, value: undefined });
  });

  test('of a throttled vault wait, instead of being half read', async () => {
    running.vaults.faults.add({
      status: 429,
      headers: { 'retry-after': '0' },
      body: { error: { code: 'Throttled', message: 'Too many requests.' } },
    });
    expect(await source().page(undefined, 'vaults/one')).toEqual({
      ok: false,
      failure: { code: 'THROTTLED', detail: 'The vault answered 429, Throttled', retryAfter: undefined },
    });
  });

  test.each([
    ['nothing', { status: 503 }],
    ['a page of a proxy', { status: 502, headers: { 'content-type': 'text/html' }, body: 'x' }],
    ['no JSON', { status: 200, headers: { 'content-length': '1' }, body: 'x' }],
  ])('wait when a vault answers with %s', async (_what, fault) => {
    running.vaults.faults.add(fault);
    expect(await source().page(undefined, 'vaults/one')).toMatchObject({
      ok: false,
      failure: { code: 'UNAVAILABLE' },
    });
  });

  test('of a vault that never answers wait', async () => {
    running.vaults.faults.add({ drop: 'before' });
    expect(await source().page(undefined, 'vaults/one')).toEqual({
      ok: false,
      failure: { code: 'UNAVAILABLE', detail: expect.stringMatching(/^The vault gave no answer, E\w+$/) },
    });
  });

  test('do not exist without vaults', async () => {
    expect(await source([]).parts!()).toEqual({ ok: true, value: [] });
  });
});
