import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, describe, expect, test } from '@jest/globals';
import type { Surroundings } from '../../local/start/surroundings.ts';
import { seededDelays } from '../support/whole/seeded-delays.ts';
import { textIn } from '../support/whole/watcher.ts';
import { endWholes, startWhole, type Whole } from '../support/whole/whole.ts';

/** `SCAN_KILLED=10000x20 npm test -- whole-scan-killed` has so many applications, and kills the host so often. */
const [APPLICATIONS = 0, KILLS = 0] = (process.env['SCAN_KILLED'] ?? '1200x2').split('x').map(Number);
const PATIENCE_SECONDS = 120 + KILLS * 30;
/** A session of a killed worker is free again after three seconds, so that some die before they read, some while they do. */
const MOMENTS = seededDelays({ seed: 20_261_201, count: KILLS, from: 1_000, to: 6_000 });

/** What is the same in each whole; what other sources show has ports or keys of its own. */
const COMPARED = ['entra-applications', 'entra-service-principals'];

/** Nothing but scans of a directory: nobody judges what they find. */
const settingsIn = ({ entra }: Surroundings) => ({
  MODE: 'observe',
  ARM: '[]',
  JUDGE_SCHEDULE: '0 0 0 1 1 *',
  TENANTS: JSON.stringify([
    { id: entra.tenantId, name: 'Northwind', environment: 'DEVL', graph: entra.graphUrl, privileged: true },
  ]),
});

type Entry = Readonly<Record<string, unknown>>;

/** What the inventory shows, but for the stage, which is a matter of the moment. */
const inventoryOf = async ({ ports, surroundings }: Whole): Promise<readonly string[]> => {
  const token = await (await fetch(`${surroundings.entra.tenantUrl}/token?person=adaeze.okafor`)).text();
  const answer = await fetch(`http://127.0.0.1:${ports.functions}/api/inventory`, {
    headers: { authorization: `Bearer ${token}` },
  });
  const { credentials } = (await answer.json()) as { readonly credentials: readonly Entry[] };
  return credentials
    .filter(({ source }) => COMPARED.includes(String(source)))
    .map((entry) => JSON.stringify({ ...entry, stage: undefined }))
    .sort();
};

/** The scans of these sources that have ended, and what each says that it saw. */
const ended = ({ watcher }: Whole) =>
  watcher.sights
    .filter(({ what, subscription }) => what === 'scan.completed' && subscription.endsWith('/tests-all'))
    .map((sight) => ({
      source: textIn(sight, 'credentialSource'),
      coverage: textIn(sight, 'coverage'),
      subjects: sight.data['subjects'],
      credentials: sight.data['credentials'],
      unread: sight.data['unreadTotal'],
    }))
    .filter(({ source }) => COMPARED.includes(source))
    .sort((a, b) => (a.source < b.source ? -1 : 1));

/** Scans everything once; `meanwhile` is what happens to the host. */
const scanned = async (meanwhile: (whole: Whole) => Promise<void>) => {
  const whole = await startWhole({
    apps: APPLICATIONS,
    hosts: (surroundings) => ({ all: { settings: settingsIn(surroundings) } }),
  });
  const began = performance.now();
  await whole.control().move('schedule-scans');
  const isOver = () => ended(whole).length >= COMPARED.length;
  await Promise.all([meanwhile(whole), whole.until('every scan has ended', isOver, PATIENCE_SECONDS)]);
  const seconds = Math.round((performance.now() - began) / 1000);
  await whole.hosts['all']?.up();
  const result = {
    seconds,
    kills: whole.hosts['all']?.kills() ?? 0,
    scans: ended(whole),
    inventory: await inventoryOf(whole),
    dead: await whole.bus.deadLetters(),
  };
  await endWholes();
  return result;
};

/** First as soon as something was read, then at any moment, until the applications are read or it was often enough. */
const killAgainAndAgain = async (whole: Whole): Promise<void> => {
  const host = whole.hosts['all'];
  const isOver = () => ended(whole).some(({ source }) => source === 'entra-applications');
  await whole.until('something was read', async () => (await inventoryOf(whole)).length > 0);
  for (const moment of MOMENTS) {
    if (isOver()) return;
    expect(host?.kill()).toBe(true);
    await host?.up();
    await delay(moment);
  }
};

describe(`when the host is killed up to ${KILLS} times while it scans ${APPLICATIONS} applications`, () => {
  afterEach(endWholes);

  test(
    'the inventory is that of a scan that nobody disturbed, and everything is counted once',
    async () => {
      const undisturbed = await scanned(() => Promise.resolve());
      const disturbed = await scanned(killAgainAndAgain);
      process.stderr.write(
        `${disturbed.kills} kills within ${disturbed.seconds} s; undisturbed ${undisturbed.seconds} s; ` +
          `${undisturbed.inventory.length} credentials.\n`,
      );

      expect(disturbed.kills).toBeGreaterThan(0);
      expect(undisturbed.inventory.length).toBeGreaterThan(APPLICATIONS);
      const known = new Set(undisturbed.inventory);
      expect(disturbed.inventory.filter((entry) => !known.has(entry)).slice(0, 5)).toEqual([]);
      expect(disturbed.inventory).toHaveLength(undisturbed.inventory.length);
      expect(new Set(disturbed.inventory).size).toBe(known.size);
      expect(disturbed.scans).toEqual(undisturbed.scans);
      expect(disturbed.dead).toBe(0);
    },
    2 * PATIENCE_SECONDS * 1000,
  );
});
