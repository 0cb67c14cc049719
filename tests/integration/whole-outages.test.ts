import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, describe, expect, test } from '@jest/globals';
import { expectNoSecretOnDisk } from '../support/whole/canaries.ts';
import { dropConnections, recover, refusals, refuse, type Refusing } from '../support/whole/faults.ts';
import { expectAllKept, isAllRedeemed } from '../support/whole/outcome.ts';
import { FEW_RENEWALS, RENEWALS } from '../support/whole/policies.ts';
import { endWholes, startWhole } from '../support/whole/whole.ts';

/** How long everything is away at once. By hand with 60, since a back-off grows with the outage. */
const OUTAGE_SECONDS = Number(process.env['WHOLE_OUTAGE_SECONDS'] ?? '8');
const ALL: readonly Refusing[] = ['desk', 'mail', 'graph', 'key-vault'];

describe('when what the product needs is away', () => {
  afterEach(endWholes);

  test(
    'first the vault, then the mail, then all of them, then the namespace: every renewal is done exactly once',
    async () => {
      let drops = 0;
      const whole = await startWhole({
        settings: { POLICY: FEW_RENEWALS },
        see: ({ what }, all) => {
          if (what !== 'renewal.link-sent' || drops > 0) return;
          drops += 1;
          void dropConnections(all);
        },
      });
      const saw = (what: string, failure?: string) =>
        whole.watcher.sights.filter(
          (sight) => sight.what === what && (failure === undefined || sight.data['failure'] === failure),
        ).length;
      await whole.control().move('schedule-scans');
      const isScanned = (source: string) =>
        whole.watcher.sights.some(
          ({ what, data }) => what === 'scan.completed' && data['credentialSource'] === source,
        );
      await whole.until('applications and vaults are scanned', () =>
        ['entra-applications', 'key-vault'].every(isScanned),
      );

      // What was approved is made and can't be sealed: the vault is missed first.
      await refuse(whole, 'key-vault');
      await whole.until('a renewal waits for the vault', () => saw('renewal.paused', 'SEAL_UNAVAILABLE') > 0);
      await refuse(whole, 'mail');
      await recover(whole, 'key-vault');
      await whole.until('the mail refuses a link', async () => (await refusals(whole, 'mail')) > 0);
      for (const service of ALL) await refuse(whole, service);
      await delay(OUTAGE_SECONDS * 1_000);
      for (const service of ['desk', 'graph'] as const)
        expect(await refusals(whole, service)).toBeGreaterThan(0);
      expect(drops).toBe(0);
      for (const service of ALL) await recover(whole, service);

      const done = () => isAllRedeemed(whole, RENEWALS);
      await whole.until('every renewal is redeemed', done, 60 + 3 * OUTAGE_SECONDS);

      expect(drops).toBe(1);
      await expectAllKept(whole, RENEWALS);
      await whole.stop();
      await expectNoSecretOnDisk(whole);
    },
    150_000 + 4_000 * OUTAGE_SECONDS,
  );
});
