import { describe, expect, test } from '@jest/globals';
import { days, minutes, plus } from '../../lib/domain/time.ts';
import { type App, type AppOptions, startApp } from '../support/app.ts';
import { rounds } from '../support/story.ts';

const scanOnce = async (app: App): Promise<void> => {
  app.clock.wait(minutes(10));
  await app.tick('schedule-scans');
  await rounds(app, 3);
};

/** An app that has read thirty applications to the end. */
const withApplications = async (options: AppOptions = {}) => {
  const app = startApp({ armed: false, changes: true, ...options });
  const applications = Array.from({ length: 30 }, (_, n) =>
    app.directory.addApplication({
      name: `application ${n}`,
      credentials: [{ name: 'secret', expiresAt: plus(app.clock.now(), days(200 + n)) }],
    }),
  );
  await scanOnce(app);
  return { app, ids: applications.map(({ nativeId }) => nativeId) };
};

const scansOf = (app: App) =>
  app
    .events('scan.completed')
    .flatMap(({ data }) =>
      'coverage' in data && data.credentialSource === 'entra-applications' ? [data] : [],
    );
const known = (app: App) => app.stores.subjects.all().filter(({ goneAt }) => goneAt === undefined);

describe('after everything was read', () => {
  test('a scan asks for changes alone, and is as complete as what it adds to', async () => {
    const { app } = await withApplications();
    await scanOnce(app);
    expect(scansOf(app)).toMatchObject([
      { scope: 'full', coverage: 'complete', subjects: 30 },
      { scope: 'changes', coverage: 'complete', subjects: 0 },
    ]);
    expect(known(app)).toHaveLength(30);
  });

  test('what changed is known after it, whether it was told wholly or in part', async () => {
    const { app, ids } = await withApplications();
    for (const id of ids.slice(0, 3))
      app.directory.addCredential(id, { name: 'new', expiresAt: plus(app.clock.now(), days(300)) });
    app.directory.addApplication({ name: 'application 31' });
    await scanOnce(app);
    expect(scansOf(app).at(-1)).toMatchObject({ scope: 'changes', coverage: 'complete', subjects: 4 });
    const changed = known(app).filter(({ facts }) => facts.credentials.some(({ name }) => name === 'new'));
    expect(changed.map(({ facts }) => facts.nativeId).sort()).toEqual(ids.slice(0, 3).sort());
    expect(known(app)).toHaveLength(31);
  });

  test('what is said to be gone is gone once a look confirms it', async () => {
    const { app, ids } = await withApplications();
    app.directory.deleteApplication(ids[0]!);
    await scanOnce(app);
    expect(scansOf(app).at(-1)).toMatchObject({ scope: 'changes', coverage: 'complete' });
    expect(known(app)).toHaveLength(29);
  });

  test('a mark that is too old makes it read everything', async () => {
    const { app, ids } = await withApplications();
    app.directory.deleteApplication(ids[0]!);
    app.directory.changes.expire();
    await scanOnce(app);
    await scanOnce(app);
    expect(scansOf(app).map(({ scope }) => scope)).toEqual(['full', 'full', 'changes']);
    expect(known(app)).toHaveLength(29);
  });

  test('so does the time that was set for it', async () => {
    const { app } = await withApplications({ fullScanEvery: minutes(25) });
    for (let n = 0; n < 4; n += 1) await scanOnce(app);
    expect(scansOf(app).map(({ scope }) => scope)).toEqual(['full', 'changes', 'full', 'changes', 'full']);
  });

  test('so many that are said to be gone are held back', async () => {
    const { app, ids } = await withApplications();
    for (const id of ids.slice(0, 10)) app.directory.deleteApplication(id);
    await scanOnce(app);
    expect(scansOf(app).at(-1)).toMatchObject({ scope: 'full', coverage: 'partial' });
    expect(known(app)).toHaveLength(30);
    expect(app.logged.map(({ code }) => code)).toContain('SCAN_SHRUNK');
  });

  test('what the full scan missed is still missing after one of changes', async () => {
    const app = startApp({ armed: false, changes: true });
    app.directory.addApplication({ name: 'application' });
    const missed = { what: 'applications/somewhere', reason: 'endDateTime: not an instant' };
    app.directory.unread([missed]);
    await scanOnce(app);
    await scanOnce(app);
    expect(scansOf(app)).toMatchObject([
      { scope: 'full', coverage: 'partial', unread: [missed] },
      { scope: 'changes', coverage: 'partial', unread: [missed], unreadTotal: 1 },
    ]);
  });

  test('an outage while changes are read puts the scan off, and it goes on', async () => {
    const { app, ids } = await withApplications();
    app.directory.deleteApplication(ids[0]!);
    app.directory.goAway();
    await scanOnce(app);
    expect(scansOf(app)).toHaveLength(1);
    app.directory.comeBack();
    app.clock.wait(minutes(30));
    await rounds(app, 3);
    expect(scansOf(app).at(-1)).toMatchObject({ scope: 'changes', coverage: 'complete' });
    expect(known(app)).toHaveLength(29);
  });
});
