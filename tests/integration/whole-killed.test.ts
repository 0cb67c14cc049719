import { afterEach, describe, expect, test } from '@jest/globals';
import { expectNoSecretOnDisk } from '../support/whole/canaries.ts';
import { expectAllKept, isAllRedeemed } from '../support/whole/outcome.ts';
import { FOUR_RENEWALS, RENEWALS } from '../support/whole/policies.ts';
import { endWholes, startWhole } from '../support/whole/whole.ts';

describe('a host that is killed', () => {
  afterEach(endWholes);

  test('calm', async () => {
    const t0 = performance.now();
    const whole = await startWhole({ settings: { POLICY: FOUR_RENEWALS } , see: (s) => process.stderr.write(`${((performance.now()-t0)/1000).toFixed(2)} ${s.what} ${String(s.data['renewalId'] ?? '')}\n`)});
    process.stderr.write(`up after ${performance.now() - t0}\n`);
    await whole.control().move('schedule-scans');
    process.stderr.write(`scheduled after ${performance.now() - t0}\n`);
    await whole.until('every renewal is redeemed', () => isAllRedeemed(whole));
    process.stderr.write(`redeemed after ${performance.now() - t0}\n`);
    await expectAllKept(whole, RENEWALS);
    await whole.stop();
    process.stderr.write(`stopped after ${performance.now() - t0}\n`);
    await expectNoSecretOnDisk(whole);
    expect(1).toBe(1);
  }, 150_000);
});
