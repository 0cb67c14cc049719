import { afterEach, describe, expect, test } from '@jest/globals';
import { SOURCES } from '../../local/start/app-settings.ts';
import { EVERY_STAGE } from '../support/whole/policies.ts';
import type { Sight } from '../support/whole/watcher.ts';
import { endWholes, startWhole } from '../support/whole/whole.ts';

const TOPIC = 'credential-events';

describe('a team that subscribes with a filter of its own', () => {
  afterEach(endWholes);

  test('gets exactly the events that match', async () => {
    const whole = await startWhole({
      environment: 'LIVE',
      settings: { POLICY: EVERY_STAGE },
      timers: false,
      subscriptions: [
        { topic: TOPIC, name: 'fortnight', filter: "environment = 'LIVE' AND daysRemaining <= 14" },
        { topic: TOPIC, name: 'elsewhere', filter: "environment <> 'LIVE'" },
      ],
    });
    const seenBy = (name: string) =>
      whole.watcher.sights.filter(({ subscription }) => subscription === `${TOPIC}/${name}`);
    const all = (what: string) => seenBy('tests-all').filter((sight) => sight.what === what);
    const host = whole.control();
    await host.move('schedule-scans');
    await whole.until(
      'every source has a baseline',
      () => all('source.baseline-completed').length === SOURCES.length,
    );
    await host.move('judge-due'); // it arms them, and judges what it thereby puts up
    await host.move('judge-due');
    await host.move('publish-outbox');
    await whole.until('every subscription is empty', async () => (await whole.queued(TOPIC)) === 0);

    const matching = seenBy('tests-all').filter(isLiveAndWithinAFortnight);
    expect(idsOf(seenBy('fortnight'))).toEqual(idsOf(matching));
    expect(seenBy('elsewhere')).toEqual([]);

    // Both sides of the limit are there, what has expired is within it, and what has no days left to tell is not.
    const days = all('credential.near-expiry').map(({ data }) => Number(data['daysRemaining']));
    expect(days.some((left) => left > 14)).toBe(true);
    expect(days.some((left) => left <= 14)).toBe(true);
    expect(idsOf(matching)).toEqual(expect.arrayContaining([...idsOf(all('credential.expired'))]));
    expect(all('credential.expired')).not.toEqual([]);
    expect(all('credential.finding')).not.toEqual([]);
  }, 90_000);
});

/** What the filter says, said once more without it. */
const isLiveAndWithinAFortnight = ({ data }: Sight): boolean =>
  data['environment'] === 'LIVE' && typeof data['daysRemaining'] === 'number' && data['daysRemaining'] <= 14;

const idsOf = (sights: readonly Sight[]): readonly string[] => sights.map(({ id }) => id).sort();
