import { describe, expect, test } from '@jest/globals';
import { sha256 } from '../../lib/adapters/system/sha256.ts';
import { readId, renewalId } from '../../lib/domain/ids.ts';
import { days, hours, instantOfMs, minus, plus } from '../../lib/domain/time.ts';
import { type App, startApp, TENANT } from '../support/app.ts';
import { aPayrollApp, untilRequested } from '../support/story.ts';

type Data = Readonly<Record<string, unknown>>;
const dataOf = (app: App, type: string): readonly Data[] =>
  app.events(type).map(({ data }) => data as unknown as Data);

/** Somebody removes a secret in the portal. */
const removeSecret = (app: App, nativeId: string, keyId: string): void =>
  app.directory.changeApplication(nativeId, {
    credentials: app.directory.credentialsOf(nativeId).filter((one) => one.keyId !== keyId),
  });

/** What a scan sees and the judge says of it, some hours later. */
const later = async (app: App): Promise<void> => {
  app.clock.wait(hours(3));
  await untilRequested(app);
};

describe('a stage that is announced', () => {
  test('says all that a person needs to go on, and whom it concerns', async () => {
    const app = startApp();
    const { owner, subject } = aPayrollApp(app, 20);
    await untilRequested(app);
    const [said] = dataOf(app, 'credential.near-expiry');
    const expiresAt = instantOfMs(Date.parse(String(said?.['expiresAt'])));
    const renewal = renewalId(sha256, readId(String(said?.['credentialId'])), expiresAt);
    expect(said).toMatchObject({
      sequence: 1,
      stage: 'near-expiry',
      daysRemaining: 20,
      actions: ['notify-owner', 'raise-request', 'remind'],
      startsAt: expect.any(String),
      owners: [{ reason: 'application-owner', person: { tenantId: TENANT.id, objectId: owner.objectId } }],
      ownersAskedAt: new Date(app.clock.now()).toISOString(),
      portalLink: expect.stringContaining(subject.appId!),
      renewalId: renewal,
      correlationId: renewal,
    });
    expect(app.stores.renewals.all().map(({ id }) => id)).toEqual([renewal]);
  });

  test('is less grave where the credential is known to lie unused', async () => {
    const app = startApp();
    const [idle, busy, unknown] = [1, 2, 3].map(() => aPayrollApp(app, 20).subject);
    const use = ({ nativeId }: NonNullable<typeof idle>, ago: number) => {
      const [{ keyId } = { keyId: '' }] = app.directory.credentialsOf(nativeId);
      app.directory.noteUse(nativeId, keyId, minus(app.clock.now(), days(ago)));
    };
    use(idle!, 200);
    use(busy!, 2);
    await untilRequested(app);
    const said = dataOf(app, 'credential.near-expiry');
    const severity = ({ id }: NonNullable<typeof idle>) =>
      said.find(({ subjectId }) => subjectId === id)?.['severity'];
    expect([idle, busy, unknown].map((subject) => severity(subject!))).toEqual(['low', 'medium', 'medium']);
  });

  test('after a judge that did not run for a day is a line of the log that says how late', async () => {
    const app = startApp();
    aPayrollApp(app, 31);
    await untilRequested(app);
    app.clock.wait(days(2));
    await app.tick('judge-due');
    const lines = app.logged.filter(({ code }) => code === 'STAGES_SAID').map(({ fields }) => fields);
    expect(lines.at(-1)).toEqual({ stages: 1, latestSeconds: 86_400 });
  });

  test('is announced without owners when the directory is away, and asks it only a few times', async () => {
    const app = startApp();
    for (let n = 0; n < 12; n += 1) aPayrollApp(app, 20);
    await app.tick('schedule-scans');
    await app.settle();
    app.directory.goAway();
    await app.tick('judge-due');
    const said = dataOf(app, 'credential.near-expiry');
    expect(said).toHaveLength(12);
    expect(said.filter((data) => 'owners' in data)).toEqual([]);
    expect(app.logged.filter(({ code }) => code === 'OWNERS_UNKNOWN').length).toBeLessThan(12);
  });

  test('says who answered for it before, when the directory is away since', async () => {
    const app = startApp();
    const { owner } = aPayrollApp(app, 20);
    await untilRequested(app);
    app.clock.wait(days(14));
    app.directory.goAway();
    await app.tick('judge-due');
    const [, second] = dataOf(app, 'credential.near-expiry');
    expect(second).toMatchObject({ stage: 'urgent', owners: [{ person: { objectId: owner.objectId } }] });
  });
});

describe('what becomes of a credential', () => {
  test('is told in order: near its expiry, replaced, removed', async () => {
    const app = startApp();
    const { nativeId } = aPayrollApp(app, 20);
    await untilRequested(app);
    const [old] = app.directory.credentialsOf(nativeId);
    const now = app.clock.now();
    app.directory.addCredential(nativeId, {
      name: 'ci secret',
      startsAt: now,
      expiresAt: plus(now, days(300)),
    });
    await later(app);
    const [replaced] = dataOf(app, 'credential.replaced');
    expect(replaced).toMatchObject({ keyId: old!.keyId, newExpiresAt: expect.any(String) });
    removeSecret(app, nativeId, old!.keyId);
    await later(app);
    await later(app);
    const [removed] = dataOf(app, 'credential.removed');
    expect(removed).toMatchObject({ keyId: old!.keyId, credentialId: replaced?.['credentialId'] });
    const about = app.events().filter(({ subject }) => subject === replaced?.['credentialId']);
    const sequences = about.map(({ data }) => ('sequence' in data ? data.sequence : undefined));
    expect(about.map(({ type }) => type.split('.')[2])).toEqual(['near-expiry', 'replaced', 'removed']);
    expect(sequences).toEqual([1, 2, 3]);
  });

  test('is renewed, when it is not sure that the new one serves the same client', async () => {
    const app = startApp();
    const { nativeId } = aPayrollApp(app, 20);
    await untilRequested(app);
    const now = app.clock.now();
    app.directory.addCredential(nativeId, {
      name: 'something else',
      startsAt: minus(now, hours(1)),
      expiresAt: plus(now, days(300)),
    });
    await later(app);
    await later(app);
    expect(dataOf(app, 'credential.renewed')).toHaveLength(1);
    expect(dataOf(app, 'credential.replaced')).toEqual([]);
  });

  test('is not told of what was never announced, and of a source that is not armed', async () => {
    const app = startApp({ armed: false });
    const { nativeId } = aPayrollApp(app, 20);
    await untilRequested(app);
    const [old] = app.directory.credentialsOf(nativeId);
    removeSecret(app, nativeId, old!.keyId);
    await later(app);
    expect(dataOf(app, 'credential.removed')).toEqual([]);
  });
});
