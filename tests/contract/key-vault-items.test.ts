import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { Credential, Subject } from '../../lib/domain/credential.ts';
import type { CredentialSource } from '../../lib/ports/credential-source.ts';
import type { VaultTemplate } from '../../local/key-vault/templates.ts';
import { aTenant } from '../support/tenants.ts';
import { vaultSource } from '../support/vault-source.ts';
import { type RunningVaultsStandIn, runVaultsStandIn } from '../support/vault-stand-in.ts';
import { allPages, subjectsOf } from './credential-source.contract.ts';

const VAULTS: readonly VaultTemplate[] = [
  {
    name: 'one',
    certificates: [
      { name: 'by-people', endsIn: 9, olderVersions: 2, tags: { owner: 'web-team', application: 'Shop' } },
      { name: 'by-itself', endsIn: 9, issuer: 'Self', action: 'AutoRenew', actionDaysBefore: 4 },
      { name: 'by-an-authority', endsIn: 100, issuer: 'DigiCert', action: 'AutoRenew' },
      { name: 'asks-in-vain', endsIn: 9, issuer: 'Unknown', action: 'AutoRenew' },
      { name: 'only-tells', endsIn: 9, issuer: 'Self' },
      { name: 'far', endsIn: 300, issuer: 'Self', action: 'AutoRenew' },
      { name: 'off', endsIn: 9, enabled: false },
      { name: 'never-issued', requestOpen: true },
      { name: 'waits-for-people', endsIn: 9, issuer: 'Unknown', requestOpen: true },
      {
        name: 'refused',
        endsIn: 9,
        lifetimeDays: 90,
        issuer: 'DigiCert',
        action: 'AutoRenew',
        requestFailed: 'The domain could not be validated.',
      },
    ],
    keys: [
      { name: 'rotates-before', kind: 'EC', operations: [], endsIn: 50, rotates: { beforeEnd: 'P1M10D' } },
      { name: 'rotates-after', kind: 'EC', operations: [], endsIn: 50, rotates: { afterMade: 'P1Y' } },
      { name: 'ends', kind: 'EC', operations: [], endsIn: 50 },
      { name: 'never-ends', kind: 'EC', operations: [] },
      { name: 'switched-off', kind: 'EC', operations: [], endsIn: 5, enabled: false },
    ],
    secrets: [
      {
        name: 'password',
        endsIn: 9,
        madeDaysAgo: 80,
        tags: { Owner: 'web-team', 'used-by': 'Shop, Till ;' },
      },
      { name: 'never-ends' },
      { name: 'switched-off', endsIn: 5, enabled: false },
    ],
  },
  {
    name: 'two',
    certificates: [{ name: 'by-people', endsIn: 40 }],
    keys: [],
    secrets: [{ name: 'password', endsIn: 9 }],
  },
  { name: 'empty', certificates: [], keys: [], secrets: [] },
];

const ALL = ['certificates/list', 'certificates/get', 'secrets/list', 'keys/list', 'keys/getRotationPolicy'];
const DAY = 86_400_000;

describe('what is in vaults', () => {
  let running: RunningVaultsStandIn;
  beforeAll(async () => {
    running = await runVaultsStandIn({
      vaults: VAULTS,
      grants: {
        watch: ALL,
        lister: ['certificates/list', 'secrets/list', 'keys/list'],
        withoutSecrets: ALL.filter((right) => right !== 'secrets/list'),
      },
    });
  });
  afterEach(() => {
    running.vaults.faults.clear();
  });
  afterAll(() => running.stop());

  const source = (names: readonly string[] = ['one', 'two'], appId = 'watch'): CredentialSource =>
    vaultSource({
      urls: names.map((name) => running.vaults.urlOf(name)),
      credential: running.credential(appId),
      tenant: aTenant(),
    });
  const subjectIn = async (item: string, of = source()): Promise<Subject> =>
    subjectsOf(await allPages(of)).find(({ nativeId }) => nativeId === `one.vault.localhost/${item}`)!;
  const inVaultOne = async (item: string, of = source()): Promise<Credential> => {
    const subject = await subjectIn(item, of);
    expect(subject.credentials).toHaveLength(1);
    return subject.credentials[0]!;
  };
  const unreadBy = async (of: CredentialSource) => (await allPages(of)).flatMap(({ unread }) => unread);
  const control = (method: string, path: string, body: object = {}) =>
    fetch(`http://127.0.0.1:${running.vaults.controlPort}${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(method === 'POST' ? { body: JSON.stringify(body) } : {}),
    });

  describe('of certificates', () => {
    test('is seen in its current version, with the end in the right unit', async () => {
      const { expiresAt, startsAt, thumbprint, keyId } = await inVaultOne('certificates/by-people');
      expect(Math.floor((expiresAt! - running.epoch.getTime()) / DAY)).toBe(9);
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
    ])('says whether their vault renews them: %s', async (name, renews) => {
      expect((await inVaultOne(`certificates/${name}`)).renewsItself).toBe(renews);
    });

    test('says when their vault is to renew them', async () => {
      const counted = await inVaultOne('certificates/by-itself');
      expect(counted.expiresAt! - counted.renewsAt!).toBe(4 * DAY);
      const inParts = await inVaultOne('certificates/by-an-authority');
      expect((inParts.renewsAt! - inParts.startsAt!) / (inParts.expiresAt! - inParts.startsAt!)).toBeCloseTo(
        0.8,
      );
      expect((await inVaultOne('certificates/by-people')).renewsAt).toBeUndefined();
    });

    test('says that a new version was asked for and refused, and why', async () => {
      const { concerns, renewsAt } = await inVaultOne('certificates/refused');
      const detail = 'IssuerRefused: The domain could not be validated.';
      expect(concerns).toEqual([{ what: 'issuance-failed', detail }]);
      expect(renewsAt!).toBeLessThan(Date.now());
    });

    test.each(['by-people', 'by-itself', 'waits-for-people', 'off'])(
      'has no such complaint of %s',
      async (name) => {
        expect((await inVaultOne(`certificates/${name}`)).concerns).toBeUndefined();
      },
    );

    test('has its policies read only where it matters', async () => {
      // Refusing the policies of what is far or off would show.
      running.vaults.faults.add({ path: '/certificates/(far|off)', status: 403 });
      expect(await unreadBy(source())).toEqual([]);
      expect((await inVaultOne('certificates/off')).enabled).toBe(false);
      expect((await inVaultOne('certificates/far')).renewsItself).toBe(false);
    });

    test('does not show those that were never issued', async () => {
      expect(await subjectIn('certificates/never-issued')).toBeUndefined();
      const looked = await source().look('one.vault.localhost/certificates/never-issued');
      expect(looked).toEqual({ ok: true, value: undefined });
    });

    test('takes those whose policies we may not read for ones that people renew, and says so', async () => {
      const lister = source(['one'], 'lister');
      expect((await inVaultOne('certificates/by-itself', lister)).renewsItself).toBe(false);
      expect(await unreadBy(lister)).toContainEqual({
        what: 'one.vault.localhost/certificates/by-itself',
        reason:
          'Who renews it is unknown. The vault answered 403, ForbiddenByRbac: the role Key Vault Reader is missing',
      });
    });
  });

  describe('of secrets and keys', () => {
    test('is seen once, though a certificate is a key and a secret as well', async () => {
      const seen = subjectsOf(await allPages(source(['one']))).map(({ nativeId }) => nativeId);
      expect(seen.filter((nativeId) => !nativeId.includes('/certificates/')).toSorted()).toEqual(
        [
          ...VAULTS[0]!.keys.map(({ name }) => `one.vault.localhost/keys/${name}`),
          ...VAULTS[0]!.secrets.map(({ name }) => `one.vault.localhost/secrets/${name}`),
        ].toSorted(),
      );
    });

    test.each(['keys/by-people', 'secrets/by-people'])(
      'is nothing of its own at a second look at %s',
      async (item) => {
        expect(await source().look(`one.vault.localhost/${item}`)).toEqual({ ok: true, value: undefined });
      },
    );

    test('has the time of its making in place of a version', async () => {
      const { keyId, kind, startsAt, expiresAt } = await inVaultOne('secrets/password');
      const [starts, ends] = [startsAt, expiresAt].map((at) => (at! - running.epoch.getTime()) / DAY);
      expect({ keyId, kind, starts, ends }).toEqual({
        keyId: new Date(running.epoch.getTime() - 80 * DAY).toISOString(),
        kind: 'key-vault-secret',
        // Nobody said when it begins.
        starts: -80,
        ends: 9,
      });
    });

    test.each(['keys/never-ends', 'secrets/never-ends'])('may have no end: %s', async (item) => {
      expect((await inVaultOne(item)).expiresAt).toBeUndefined();
    });

    test.each(['keys/switched-off', 'secrets/switched-off'])(
      'is known though it is off: %s',
      async (item) => {
        expect((await inVaultOne(item)).enabled).toBe(false);
      },
    );

    test('says which keys their vault rotates, and when', async () => {
      const before = await inVaultOne('keys/rotates-before');
      const end = new Date(before.expiresAt!);
      end.setUTCMonth(end.getUTCMonth() - 1);
      expect(before).toMatchObject({ renewsItself: true, renewsAt: end.getTime() - 10 * DAY });
      const after = await inVaultOne('keys/rotates-after');
      const made = new Date(after.keyId);
      expect(after).toMatchObject({
        renewsItself: true,
        renewsAt: made.setUTCFullYear(made.getUTCFullYear() + 1),
      });
      expect(await inVaultOne('keys/ends')).toMatchObject({ renewsItself: false, renewsAt: undefined });
    });

    test('tells by tags who answers for it and who uses it', async () => {
      const { labels, ownerHints, credentials } = await subjectIn('secrets/password');
      expect(labels).toEqual(['Owner:web-team', 'used-by:Shop, Till ;']);
      expect(ownerHints.ownerTag).toBe('web-team');
      expect(credentials[0]?.dependents).toEqual([
        { name: 'Shop', what: 'system' },
        { name: 'Till', what: 'system' },
      ]);
    });

    test('that we may not list costs nothing but itself, and the missing role is named', async () => {
      const partly = source(['one'], 'withoutSecrets');
      expect(await unreadBy(partly)).toEqual([
        {
          what: 'vaults/one.vault.localhost/secrets',
          reason: 'The vault answered 403, ForbiddenByRbac: the role Key Vault Reader is missing',
        },
      ]);
      expect(await subjectIn('keys/ends', partly)).toBeDefined();
    });

    test('has a new version once there is one', async () => {
      const twoNative = 'two.vault.localhost/secrets/password';
      const before = await source().look(twoNative);
      expect((await control('POST', '/secrets/two/password/versions', { lifetimeDays: 90 })).status).toBe(
        201,
      );
      const after = await source().look(twoNative);
      const [old, renewed] = [before, after].map((one) => (one.ok ? one.value!.credentials[0]! : undefined));
      expect(renewed!.id).not.toBe(old!.id);
      expect(renewed!.expiresAt!).toBeGreaterThan(old!.expiresAt!);
      const scanned = subjectsOf(await allPages(source())).find(({ nativeId }) => nativeId === twoNative);
      expect(scanned?.credentials).toEqual([renewed]);
    });
  });

  describe('that is deleted softly', () => {
    test.each(['certificates/only-tells', 'secrets/never-ends', 'keys/ends'])(
      'is gone, and back when it is recovered: %s',
      async (item) => {
        const [collection, name] = item.split('/');
        const before = await subjectIn(item);
        await control('POST', `/${collection}/one/${name}/deletion`);
        expect(await subjectIn(item)).toBeUndefined();
        expect(await source().look(before.nativeId)).toEqual({ ok: true, value: undefined });
        await control('DELETE', `/${collection}/one/${name}/deletion`);
        expect(await subjectIn(item)).toEqual(before);
      },
    );
  });

  describe('of a vault', () => {
    const ONE = 'vaults/one.vault.localhost';

    test('that is empty is nothing, and that is complete', async () => {
      expect(await source(['empty']).page(undefined, 'vaults/empty.vault.localhost')).toEqual({
        ok: true,
        value: { subjects: [], unread: [], next: undefined },
      });
    });

    test('that is not there costs nothing but that vault', async () => {
      const pages = await allPages(source(['gone', 'two']));
      expect(pages.flatMap(({ unread }) => unread)).toMatchObject([{ what: 'vaults/gone.vault.localhost' }]);
      expect(subjectsOf(pages)).toHaveLength(2);
    });

    test('that lets us read nothing is named once, with the role that is missing', async () => {
      expect(await source(['one', 'two'], 'nobody').page(undefined, ONE)).toEqual({
        ok: false,
        failure: {
          code: 'FORBIDDEN',
          detail: 'The vault answered 403, ForbiddenByRbac: the role Key Vault Reader is missing',
        },
      });
    });

    test('that was taken out while a scan went on is not there', async () => {
      const parts = await source(['one', 'oslo', 'two']).parts!();
      const hosts = ['one', 'oslo', 'two'].map((name) => `vaults/${name}.vault.localhost`);
      expect(parts).toEqual({ ok: true, value: hosts });
      const page = await source(['one', 'two']).page(undefined, hosts[1]);
      expect(page).toEqual({ ok: true, value: { subjects: [], unread: [], next: undefined } });
    });

    test('that is no longer watched is gone from what is watched', async () => {
      const look = await source(['two']).look('one.vault.localhost/certificates/far');
      expect(look).toEqual({ ok: true, value: undefined });
    });

    test('that is throttled waits, instead of being half read', async () => {
      running.vaults.faults.add({
        status: 429,
        headers: { 'retry-after': '0' },
        body: { error: { code: 'Throttled', message: 'Too many requests.' } },
      });
      expect(await source().page(undefined, ONE)).toEqual({
        ok: false,
        failure: { code: 'THROTTLED', detail: 'The vault answered 429, Throttled', retryAfter: undefined },
      });
    });

    test.each([
      ['nothing', { status: 503 }],
      ['a page of a proxy', { status: 502, headers: { 'content-type': 'text/html' }, body: 'x' }],
      ['no JSON', { status: 200, headers: { 'content-length': '1' }, body: 'x' }],
    ])('that answers with %s waits', async (_what, fault) => {
      running.vaults.faults.add(fault);
      expect(await source().page(undefined, ONE)).toMatchObject({
        ok: false,
        failure: { code: 'UNAVAILABLE' },
      });
    });

    test('that never answers waits', async () => {
      running.vaults.faults.add({ drop: 'before' });
      expect(await source().page(undefined, ONE)).toEqual({
        ok: false,
        failure: { code: 'UNAVAILABLE', detail: expect.stringMatching(/^The vault gave no answer, E\w+$/) },
      });
    });

    test('does not exist without vaults', async () => {
      expect(await source([]).parts!()).toEqual({ ok: true, value: [] });
    });
  });
});
