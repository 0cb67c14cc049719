import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { DepositPlace } from '../../lib/domain/deposit.ts';
import { readId, type RenewalId, tenantId } from '../../lib/domain/ids.ts';
import { instantOfSeconds } from '../../lib/domain/time.ts';
import type { Depository } from '../../lib/ports/depository.ts';

export interface DepositoryUnderTest {
  readonly depository: Depository;
  /** Nothing that may be written to without more ado. */
  readonly closed: Depository;
  readonly vault: string;
  readonly hashesIn: (place: DepositPlace) => readonly string[];
  readonly hashOf: (value: string) => string;
  readonly stop: () => Promise<void>;
}

const RENEWAL = readId<RenewalId>('rn-aclsiz7fr4nl4xm7fqpy3amnqo');
const OTHER = readId<RenewalId>('rn-bclsiz7fr4nl4xm7fqpy3amnqo');
const TENANT = tenantId('7d0c4c3e-52a6-4b53-9e07-0f2a7f1d9b11');
const says = (attempt: number, keyId: string, renewalId = RENEWAL) => ({
  renewalId,
  attempt,
  keyId,
  expiresAt: instantOfSeconds(1_900_000_000),
});

/** What vaults that take new secrets promise. */
export const depositoryContract = (name: string, make: () => Promise<DepositoryUnderTest>): void =>
  describe(name, () => {
    let under: DepositoryUnderTest;
    beforeAll(async () => {
      under = await make();
    });
    afterAll(() => under.stop());
    const place = (secret: string): DepositPlace => ({ vault: under.vault, secret });

    test('takes a value as the newest version, and says whose it is without telling it', async () => {
      const { depository } = under;
      const put = await depository.put(TENANT, place('payroll'), 'planted-1', says(1, 'key-1'));
      if (!put.ok) throw new Error(put.failure.detail);
      expect(under.hashesIn(place('payroll'))).toEqual([under.hashOf('planted-1')]);
      const found = await depository.find(TENANT, place('payroll'), RENEWAL);
      expect(found).toEqual({ ok: true, value: { ...says(1, 'key-1'), version: put.value.version } });
      expect(JSON.stringify(found)).not.toContain('planted');
    });

    test('finds the newest of this renewal, whoever else puts something there', async () => {
      const { depository } = under;
      await depository.put(TENANT, place('shared'), 'a', says(1, 'key-1'));
      const second = await depository.put(TENANT, place('shared'), 'b', says(2, 'key-2'));
      await depository.put(TENANT, place('shared'), 'c', says(1, 'key-3', OTHER));
      if (!second.ok) throw new Error(second.failure.detail);
      const found = await depository.find(TENANT, place('shared'), RENEWAL);
      expect(found).toEqual({ ok: true, value: { ...says(2, 'key-2'), version: second.value.version } });
    });

    test('finds nothing where nothing is', async () => {
      expect(await under.depository.find(TENANT, place('nothing-here'), RENEWAL)).toEqual({
        ok: true,
        value: undefined,
      });
    });

    test('says for sure that nothing was put where we may not write, without the value', async () => {
      const refused = await under.closed.put(TENANT, place('payroll'), 'planted-2', says(1, 'key-1'));
      expect(refused).toMatchObject({ ok: false, failure: { code: 'REFUSED' } });
      expect(JSON.stringify(refused)).not.toContain('planted');
    });
  });
