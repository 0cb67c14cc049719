import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, describe, expect, test } from '@jest/globals';
import { expectNoSecretOnDisk } from '../support/whole/canaries.ts';
import { expectAllKept, isAllRedeemed } from '../support/whole/outcome.ts';
import { FEW_RENEWALS, RENEWALS } from '../support/whole/policies.ts';
import { seededDelays } from '../support/whole/seeded-delays.ts';
import { endWholes, startWhole, type Whole } from '../support/whole/whole.ts';

const PATIENCE_MS = 150_000;
const settings = { POLICY: FEW_RENEWALS };

/** Each step of the path, by the event that says that it was taken. */
const STEPS = [
  'scan.completed',
  'credential.near-expiry',
  'renewal.requested',
  'renewal.approval-decided',
  'renewal.credential-issued',
  'renewal.link-sent',
  'renewal.link-redeemed',
];

const expectEverythingKept = async (whole: Whole): Promise<void> => {
  await expectAllKept(whole, RENEWALS);
  await whole.stop();
  await expectNoSecretOnDisk(whole);
};

/** Resolves when a scan has told of some credentials and not yet of all. */
const inTheMiddleOfTheScan = async ({ ports, surroundings }: Whole): Promise<void> => {
  const url = `http://127.0.0.1:${ports.functions}/api/inventory`;
  const token = await (await fetch(`${surroundings.entra.tenantUrl}/token?person=adaeze.okafor`)).text();
  const headers = { authorization: `Bearer ${token}` };
  let known = 0;
  while (known === 0) {
    const { credentials } = (await (await fetch(url, { headers })).json()) as {
      credentials: readonly unknown[];
    };
    known = credentials.length;
  }
};

describe('when the host is killed', () => {
  afterEach(endWholes);

  test(
    'in the first scan and after each step, every renewal is still done exactly once',
    async () => {
      const fatal = new Set(STEPS);
      // The scan comes first, and may be so far on by then that something was announced.
      let isScanKilled = false;
      const whole = await startWhole({
        settings,
        see: ({ what }, { hosts }) => {
          // What is first seen while nobody is up to be killed is fatal the next time.
          if (isScanKilled && fatal.has(what) && hosts['all']?.kill() === true) fatal.delete(what);
        },
      });
      await whole.control().move('schedule-scans');
      await inTheMiddleOfTheScan(whole);
      expect(whole.hosts['all']?.kill()).toBe(true);
      isScanKilled = true;

      await whole.until('every renewal is redeemed', () => isAllRedeemed(whole, RENEWALS));

      expect([...fatal]).toEqual([]);
      expect(whole.hosts['all']?.kills()).toBe(STEPS.length + 1);
      await expectEverythingKept(whole);
    },
    PATIENCE_MS,
  );

  test(
    'again and again at any moment, every renewal is still done exactly once',
    async () => {
      const whole = await startWhole({ settings });
      const host = whole.hosts['all'];
      const moments = seededDelays({ seed: 20_261_121, count: 6, from: 200, to: 2_000 });
      const killAgainAndAgain = async () => {
        for (const moment of moments) {
          await host?.up();
          await delay(moment);
          expect(host?.kill()).toBe(true);
        }
      };
      await whole.control().move('schedule-scans');

      const killing = killAgainAndAgain();
      const isDone = () => host?.kills() === moments.length && isAllRedeemed(whole, RENEWALS);
      await Promise.all([killing, whole.until(`every renewal is redeemed (${moments.join(', ')})`, isDone)]);

      await expectEverythingKept(whole);
    },
    PATIENCE_MS,
  );
});
