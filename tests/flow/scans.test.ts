import { describe, expect, test } from '@jest/globals';
import { days, minutes, plus } from '../../lib/domain/time.ts';
import { type App, startApp, TENANT } from '../support/app.ts';
import { aPayrollApp, rounds, untilRequested } from '../support/story.ts';

describe('a scan', () => {
  test('that is partial marks nothing as gone', async () => {
    const app = startApp();
    const { nativeId } = aPayrollApp(app, 5);
    await untilRequested(app);
    app.directory.unread([{ what: 'applications/somewhere', reason: 'endDateTime: not an instant' }]);
    app.directory.deleteApplication(nativeId);
    app.clock.wait(minutes(10));
    await untilRequested(app);
    expect(app.stores.subjects.all().map(({ goneAt }) => goneAt)).toEqual([undefined]);
    expect(app.events('scan.completed').map(({ data }) => 'coverage' in data && data.coverage)).toContain(
      'partial',
    );
  });

  test('that is complete marks what a second look does not find either', async () => {
    const app = startApp();
    const { nativeId } = aPayrollApp(app, 5);
    await untilRequested(app);
    app.directory.deleteApplication(nativeId);
    app.clock.wait(minutes(10));
    await untilRequested(app);
    expect(app.stores.subjects.all().map(({ goneAt }) => goneAt !== undefined)).toEqual([true]);
  });

  test('that meets an outage goes on from where it stood', async () => {
    const app = startApp();
    aPayrollApp(app, 5);
    app.directory.goAway();
    await untilRequested(app);
    expect(app.events('credential.near-expiry')).toEqual([]);
    app.directory.comeBack();
    await rounds(app, 3);
    expect(app.events('credential.near-expiry')).toHaveLength(1);
  });

  test('that is cut off at its very end is ended by the next worker, and its source is armed', async () => {
    const app = startApp();
    aPayrollApp(app, 5);
    await app.tick('schedule-scans');
    app.stores.arming.away();
    await expect(app.settle()).rejects.toThrow('is away');
    app.stores.arming.back();
    await rounds(app, 3);
    expect(app.events('source.armed')).toHaveLength(2);
    expect(app.events('credential.near-expiry')).toHaveLength(1);
  });
});

describe('a scan of many vaults', () => {
  const withVaults = () => {
    const app = startApp({ vaults: ['apps', 'nle', 'payroll'], armed: false });
    for (const vault of ['apps', 'nle', 'payroll'])
      app.vaults.put({ vault, name: `tls-of-${vault}`, expiresAt: plus(app.clock.now(), days(200)) });
    return app;
  };
  const scanOnce = async (app: App) => {
    app.clock.wait(minutes(10));
    await app.tick('schedule-scans');
    await rounds(app, 3);
  };
  const ofVaults = (app: App) =>
    app
      .events('scan.completed')
      .flatMap(({ data }) =>
        'credentialSource' in data && data.credentialSource === 'key-vault' ? [data] : [],
      );

  test('reads each in a session of its own, and is said once, with the sum of all', async () => {
    const app = withVaults();
    await scanOnce(app);
    const sessions = app.publisher
      .sent()
      .flatMap(({ destination, sessionId }) => (destination === 'scan-requests' ? [sessionId] : []));
    expect(sessions.filter((session) => session?.includes('key-vault')).toSorted()).toEqual(
      ['', '~0', '~1', '~2'].map((slice) => `${TENANT.id}~key-vault${slice}`),
    );
    expect(ofVaults(app)).toMatchObject([{ coverage: 'complete', subjects: 3, credentials: 3, unread: [] }]);
    expect(app.stores.seen.all()).toEqual([]);
  });

  test('of which two are forbidden is partial, names both, and marks nothing as gone anywhere', async () => {
    const app = withVaults();
    await scanOnce(app);
    app.vaults.close('nle');
    app.vaults.close('payroll');
    app.vaults.delete('apps', 'tls-of-apps');
    await scanOnce(app);
    expect(ofVaults(app).at(-1)).toMatchObject({
      coverage: 'partial',
      unread: [
        { what: 'vaults/nle', reason: 'The vault is closed.' },
        { what: 'vaults/payroll', reason: 'The vault is closed.' },
      ],
    });
    expect(app.stores.subjects.all().filter(({ goneAt }) => goneAt !== undefined)).toEqual([]);
  });

  test('of which all are forbidden has failed', async () => {
    const app = withVaults();
    for (const vault of ['apps', 'nle', 'payroll']) app.vaults.close(vault);
    await scanOnce(app);
    expect(ofVaults(app)).toMatchObject([{ coverage: 'failed', unreadTotal: 3 }]);
  });

  test('concludes from the sum of all of them what is gone', async () => {
    const app = withVaults();
    await scanOnce(app);
    app.vaults.delete('payroll', 'tls-of-payroll');
    await scanOnce(app);
    const gone = app.stores.subjects.all().filter(({ goneAt }) => goneAt !== undefined);
    expect(gone.map(({ facts }) => facts.name)).toEqual(['tls-of-payroll']);
  });
});

describe('a source that shows far less than before', () => {
  const shrunk = async (limit: number) => {
    const app = startApp({ armed: false, shrinkLimit: limit });
    const applications = Array.from({ length: 20 }, (_, n) => aPayrollApp(app, 100 + n));
    await scanAll(app);
    for (const { nativeId } of applications.slice(0, 8)) app.directory.deleteApplication(nativeId);
    await scanAll(app);
    return app;
  };
  const scanAll = async (app: App) => {
    app.clock.wait(minutes(10));
    await app.tick('schedule-scans');
    await rounds(app, 3);
  };
  const gone = (app: App) => app.stores.subjects.all().filter(({ goneAt }) => goneAt !== undefined).length;

  test('is held back: nothing is gone, the scan is partial, and that is said aloud', async () => {
    const app = await shrunk(20);
    expect(gone(app)).toBe(0);
    expect(app.logged).toContainEqual({
      code: 'SCAN_SHRUNK',
      fields: expect.objectContaining({ absent: 8, known: 20, source: 'entra-applications' }),
    });
    expect(app.events('scan.completed').map(({ data }) => 'unread' in data && data.unread)).toContainEqual([
      { what: expect.stringContaining('entra-applications'), reason: expect.stringContaining('8 of 20') },
    ]);
  });

  test('is believed where so much may go at once', async () => {
    const app = await shrunk(50);
    expect(gone(app)).toBe(8);
    expect(app.logged.map(({ code }) => code)).not.toContain('SCAN_SHRUNK');
  });
});
