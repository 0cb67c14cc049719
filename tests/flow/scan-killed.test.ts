import { describe, expect, test } from '@jest/globals';
import { days, minutes, plus } from '../../lib/domain/time.ts';
import { type App, startApp } from '../support/app.ts';
import { seededDelays } from '../support/whole/seeded-delays.ts';

const APPLICATIONS = 2_000;
const KILLS = 20;

/** An app that knows nothing yet of a tenant that is always the same. */
const withTenant = (): App => {
  const app = startApp({ armed: false, changes: true, deliveries: 1 });
  for (let n = 0; n < APPLICATIONS; n += 1)
    app.directory.addApplication({
      name: `application ${n}`,
      credentials: [{ name: 'secret', expiresAt: plus(app.clock.now(), days(100 + (n % 300))) }],
    });
  return app;
};

const inventoryOf = (app: App) =>
  app.stores.subjects.all().map(({ facts, factsHash, goneAt }) => ({ facts, factsHash, goneAt }));

/** From now on the worker dies at these calls of the stores, before the call has its effect or right after it. */
const killAt = (app: App, moments: readonly number[]) => {
  const left = [...moments].sort((a, b) => a - b);
  let calls = 0;
  let kills = 0;
  const mortal =
    <Given extends unknown[], Answer>(call: (...given: Given) => Promise<Answer>) =>
    async (...given: Given): Promise<Answer> => {
      calls += 1;
      const dies = left[0] !== undefined && calls >= left[0];
      if (dies) left.shift();
      if (dies && calls % 2 === 0) throw new Error(`killed (${(kills += 1)})`);
      const answer = await call(...given);
      if (dies) throw new Error(`killed (${(kills += 1)})`);
      return answer;
    };
  const { subjects, scans, seen } = app.stores;
  subjects.insertAll = mortal(subjects.insertAll.bind(subjects));
  subjects.commit = mortal(subjects.commit.bind(subjects));
  scans.commit = mortal(scans.commit.bind(scans));
  seen.note = mortal(seen.note.bind(seen));
  return () => kills;
};

/** Timers and messages, until the scans have ended; a worker that dies is followed by another one. */
const scanToTheEnd = async (app: App): Promise<void> => {
  await app.tick('schedule-scans').catch(() => undefined);
  for (let round = 0; round < 200; round += 1) {
    await app.settle().catch(() => undefined);
    if (app.stores.scans.all().length > 0 && app.stores.scans.all().every(({ ended }) => ended !== undefined))
      return;
    app.clock.wait(minutes(6));
    for (const timer of ['resume-scans', 'publish-outbox']) await app.tick(timer).catch(() => undefined);
  }
  throw new Error('The scans did not end.');
};

describe('a scan whose worker is killed again and again', () => {
  test('leaves the inventory of one that nobody disturbed, and counts everything once', async () => {
    const undisturbed = withTenant();
    await scanToTheEnd(undisturbed);
    const disturbed = withTenant();
    const moments = seededDelays({ seed: 20_261_130, count: KILLS, from: 2, to: 80 });
    const kills = killAt(disturbed, moments);
    await scanToTheEnd(disturbed);

    expect(kills()).toBe(KILLS);
    expect(inventoryOf(disturbed)).toEqual(inventoryOf(undisturbed));
    const ended = disturbed.events('scan.completed').map(({ data }) => data);
    expect(ended).toContainEqual(
      expect.objectContaining({
        ...{ credentialSource: 'entra-applications', coverage: 'complete' },
        ...{ subjects: APPLICATIONS, credentials: APPLICATIONS },
      }),
    );
    expect(disturbed.stores.seen.all()).toEqual([]);
  }, 60_000);
});
