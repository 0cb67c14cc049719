import { describe, expect, test } from '@jest/globals';
import { days, minutes, plus } from '../../lib/domain/time.ts';
import { type App, startApp } from '../support/app.ts';
import { callApi, signedIn } from '../support/api.ts';
import { rounds } from '../support/story.ts';

const shown = async (app: App) => {
  const { status, body } = await callApi(app, 'show-coverage', { as: signedIn(app, 1, 'Reader') });
  expect(status).toBe(200);
  return body['sources'] as unknown as readonly Record<string, unknown>[];
};
const scanOnce = async (app: App): Promise<void> => {
  app.clock.wait(minutes(10));
  await app.tick('schedule-scans');
  await rounds(app, 3);
};

describe('the coverage', () => {
  test('names every source before any was read', async () => {
    expect(await shown(startApp())).toMatchObject([
      { source: 'entra-applications', environment: 'LIVE', latest: [], unread: [] },
      { source: 'key-vault', environment: 'LIVE', latest: [], unread: [] },
    ]);
  });

  test('tells of each how its last scans ended, what is not read and why, and how old what is known is', async () => {
    const app = startApp({ vaults: ['apps', 'nle'], armed: false });
    app.vaults.put({ vault: 'apps', name: 'tls', expiresAt: plus(app.clock.now(), days(90)) });
    await scanOnce(app);
    app.vaults.close('nle');
    await scanOnce(app);
    const [applications, vaults] = await shown(app);
    expect(applications).toMatchObject({ coverage: 'complete', unreadTotal: 0 });
    expect(vaults).toMatchObject({
      coverage: 'partial',
      unread: [{ what: 'vaults/nle', reason: 'The vault is closed.' }],
      latest: [{ coverage: 'partial' }, { coverage: 'complete' }],
      known: { subjects: 1, credentials: 1 },
    });
    expect(Number(vaults!['ageSeconds'])).toBeGreaterThan(Number(applications!['ageSeconds']));
  });

  test('shows a scan that waits, until when and why', async () => {
    const app = startApp({ armed: false });
    app.directory.goAway();
    app.clock.wait(minutes(10));
    await app.tick('schedule-scans');
    await app.settle();
    const [applications] = await shown(app);
    expect(applications).toMatchObject({
      underWay: {
        scope: 'full',
        subjects: 0,
        postponed: { until: expect.any(String), reason: expect.any(String) },
      },
    });
  });

  test('that is overdue is said when the next scan begins', async () => {
    const app = startApp({ armed: false });
    app.directory.goAway();
    await app.tick('schedule-scans');
    await app.settle();
    app.clock.wait(minutes(10));
    await app.tick('schedule-scans');
    expect(app.logged.filter(({ code }) => code === 'SCAN_OVERDUE')).toMatchObject([
      { fields: { source: 'entra-applications' } },
    ]);
  });
});
