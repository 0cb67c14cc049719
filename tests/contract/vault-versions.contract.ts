import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readId, type RenewalId, tenantId } from '../../lib/domain/ids.ts';
import type { ItemPlace } from '../../lib/domain/item-place.ts';
import type { VaultView } from '../../lib/domain/next-version.ts';
import { instantOfSeconds } from '../../lib/domain/time.ts';
import type { VaultVersions } from '../../lib/ports/vault-versions.ts';

/**
 * Vaults that hold the certificates `self-issued` and `refused-by-issuer`, which have an issuer, and `signed-elsewhere`, which has none; the keys
 * `ledger` and `rotates-itself`; the secrets `random`, with the tag for 40 characters, and `plain`, without.
 */
export interface VersionsUnderTest {
  readonly versions: VaultVersions;
  /** A vault of which nothing may be asked. */
  readonly closed: VaultVersions;
  readonly host: string;
  /** What an authority makes of the request, with its chain: DER as base64. */
  readonly sign: (csr: string) => Promise<readonly string[]>;
  readonly valuesIn: (secret: string) => readonly string[];
  readonly hashOf: (value: string) => string;
  /** Resolves when what issuers do has been done. */
  readonly issued: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

const TENANT = tenantId('7d0c4c3e-52a6-4b53-9e07-0f2a7f1d9b11');
const RENEWAL = readId<RenewalId>('rn-aclsiz7fr4nl4xm7fqpy3amnqo');

/** What makers of next versions promise. */
export const vaultVersionsContract = (name: string, make: () => Promise<VersionsUnderTest>): void =>
  describe(name, () => {
    let under: VersionsUnderTest;
    beforeAll(async () => {
      under = await make();
    });
    afterAll(() => under.stop());

    const place = (collection: ItemPlace['collection'], item: string): ItemPlace => ({
      host: under.host,
      collection,
      name: item,
    });
    const look = async (item: ItemPlace): Promise<VaultView> => {
      const view = await under.versions.look(TENANT, item);
      if (!view.ok) throw new Error(view.failure.detail);
      return view.value;
    };
    const requestOf = async (item: ItemPlace) => {
      const view = await look(item);
      if (view.kind !== 'certificate') throw new Error(`${view.kind} is no certificate.`);
      return view.request;
    };

    test('an issuer makes the next version of a certificate, and its request says so', async () => {
      const item = place('certificates', 'self-issued');
      const before = await look(item);
      expect(before).toMatchObject({ kind: 'certificate', hasIssuer: true, request: undefined });
      expect(await under.versions.ask(TENANT, item)).toMatchObject({ ok: true });
      await under.issued();
      const after = await look(item);
      expect(after.current.keyId).not.toBe(before.current.keyId);
      expect(after.current.expiresAt).toBeGreaterThan(before.current.expiresAt ?? 0);
      expect(await requestOf(item)).toMatchObject({ status: 'completed', said: undefined });
    });

    test('an issuer that refuses is quoted, and the old version stays', async () => {
      const item = place('certificates', 'refused-by-issuer');
      const before = await look(item);
      expect(await under.versions.ask(TENANT, item)).toMatchObject({ ok: true });
      await under.issued();
      expect(await requestOf(item)).toMatchObject({
        status: 'failed',
        said: expect.stringContaining('The account is suspended.'),
      });
      expect((await look(item)).current).toEqual(before.current);
    });

    test('without an issuer there is a request to sign, only one at a time, which ends with what was signed', async () => {
      const item = place('certificates', 'signed-elsewhere');
      const before = await look(item);
      expect(before).toMatchObject({ hasIssuer: false, request: undefined });
      expect(await under.versions.ask(TENANT, item)).toMatchObject({ ok: true });
      const request = await requestOf(item);
      expect(request).toMatchObject({ status: 'in-progress', csr: expect.stringMatching(/^[\w+/]+=*$/) });
      expect(await under.versions.ask(TENANT, item)).toMatchObject({
        ok: false,
        failure: { code: 'UNAVAILABLE' },
      });
      expect((await requestOf(item))?.id).toBe(request?.id);
      const chain = await under.sign(request?.csr ?? '');
      expect(await under.versions.merge(TENANT, item, chain)).toMatchObject({ ok: true });
      expect((await look(item)).current.keyId).not.toBe(before.current.keyId);
      expect(await requestOf(item)).toMatchObject({ status: 'completed', id: request?.id });
    });

    test('a key is rotated once for each time that it is asked', async () => {
      const item = place('keys', 'ledger');
      const before = await look(item);
      expect(before).toMatchObject({ kind: 'key', rotatesAt: undefined });
      const rotated = await under.versions.rotate(TENANT, item);
      if (!rotated.ok) throw new Error(rotated.failure.detail);
      expect(rotated.value.keyId).not.toBe(before.current.keyId);
      expect(rotated.value.enabled).toBe(true);
      expect((await look(item)).current).toEqual(rotated.value);
    });

    test('a key that its vault rotates says when', async () => {
      const view = await look(place('keys', 'rotates-itself'));
      expect(view).toMatchObject({ kind: 'key', rotatesAt: expect.any(Number) });
    });

    test('a secret takes a value as its newest version, and keeps what was said of it', async () => {
      const item = place('secrets', 'random');
      const before = await look(item);
      expect(before).toMatchObject({ kind: 'secret', generate: '40', depositOf: undefined });
      const expiresAt = instantOfSeconds(1_900_000_000);
      const set = await under.versions.set(TENANT, item, {
        value: 'planted-1',
        expiresAt,
        renewalId: RENEWAL,
      });
      if (!set.ok) throw new Error(set.failure.detail);
      expect(set.value).toMatchObject({ expiresAt, enabled: true });
      expect(set.value.keyId).not.toBe(before.current.keyId);
      const after = await look(item);
      expect(after).toMatchObject({ current: set.value, generate: '40' });
      expect(under.valuesIn('random')).toEqual([under.hashOf('planted-1')]);
      expect(JSON.stringify([set, after])).not.toContain('planted');
    });

    test('a secret without the tag says none', async () => {
      expect(await look(place('secrets', 'plain'))).toMatchObject({ generate: undefined });
    });

    test('what is not there is not there', async () => {
      for (const collection of ['certificates', 'keys', 'secrets'] as const)
        expect(await under.versions.look(TENANT, place(collection, 'nothing-here'))).toMatchObject({
          ok: false,
          failure: { code: 'NOT_FOUND' },
        });
    });

    test('a vault that does not let us says so, and makes nothing', async () => {
      const value = { value: 'planted-2', expiresAt: undefined, renewalId: RENEWAL };
      const answers = [
        await under.closed.look(TENANT, place('keys', 'ledger')),
        await under.closed.ask(TENANT, place('certificates', 'self-issued')),
        await under.closed.rotate(TENANT, place('keys', 'ledger')),
        await under.closed.set(TENANT, place('secrets', 'plain'), value),
        await under.closed.merge(TENANT, place('certificates', 'self-issued'), ['AA==']),
      ];
      for (const answer of answers) expect(answer).toMatchObject({ ok: false, failure: { code: 'CLOSED' } });
      expect(JSON.stringify(answers)).not.toContain('planted');
      expect(under.valuesIn('plain')).toEqual([]);
    });
  });
