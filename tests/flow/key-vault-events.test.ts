import { describe, expect, test } from '@jest/globals';
import { type Duration, days, minus, minutes, plus } from '../../lib/domain/time.ts';
import { type App, startApp } from '../support/app.ts';
import { untilRequested } from '../support/story.ts';

const PLACE = 'on-key-vault-event';

/** A certificate of the tests' vault, that ends in so many days. */
const put = (app: App, name: string, endsIn: Duration, more: { enabled?: boolean } = {}) => {
  const now = app.clock.now();
  return app.vaults.put({
    vault: 'apps',
    name,
    startsAt: minus(now, days(300)),
    expiresAt: plus(now, endsIn),
    ...more,
  });
};

const asEvent = (id: string, type = 'CertificateNewVersionCreated') => ({
  specversion: '1.0',
  id: '00eccf70-0000-4000-8000-000000000001',
  type: `Microsoft.KeyVault.${type}`,
  source: '/subscriptions/s/resourceGroups/g/providers/Microsoft.KeyVault/vaults/apps',
  subject: 'web-tls',
  time: '2026-11-21T01:08:33.1036736Z',
  data: { Id: id, VaultName: 'apps', ObjectType: 'Certificate', ObjectName: 'web-tls', Version: 'v1' },
});
const webTls = 'https://apps.vault.example/certificates/web-tls/ee059b2bb5bc48398a53b168c6cdcb10';

const stages = (app: App) =>
  app.events('credential.near-expiry').map(({ data }) => ('stage' in data ? data.stage : undefined));
const knownCertificates = (app: App) =>
  app.stores.subjects.all().flatMap(({ facts }) => (facts.source === 'key-vault' ? facts.credentials : []));

/** An armed app that knows one certificate. */
const watching = async (endsIn: Duration): Promise<App> => {
  const app = startApp();
  put(app, 'web-tls', endsIn);
  await untilRequested(app);
  app.clock.wait(minutes(10));
  return app;
};

describe('what a vault says of a certificate', () => {
  test.each<readonly [string, unknown]>([
    ['a CloudEvent', asEvent(webTls)],
    [
      'a CloudEvent with blanks about its keys and values',
      {
        ...asEvent(webTls),
        data: { 'Id ': ` ${webTls} `, ObjectName: 'web-tls', NBF: '1767225600', EXP: null },
      },
    ],
    [
      'a list in the schema of Event Grid',
      [{ id: '1', eventType: 'Microsoft.KeyVault.CertificateNearExpiry', data: { Id: webTls } }],
    ],
  ])('in %s leads to a re-reading of it, long before the next scan', async (_form, message) => {
    const app = await watching(days(300));
    put(app, 'web-tls', days(20));
    const [before] = knownCertificates(app);
    await app.receive(PLACE, message);
    expect(knownCertificates(app)[0]?.id).not.toBe(before?.id);
    await app.tick('judge-due');
    expect(stages(app)).toEqual(['near-expiry']);
  });

  test('is judged when it was new to us, and announced once, however often it is said', async () => {
    const app = await watching(days(300));
    put(app, 'api-tls', days(5));
    const event = asEvent('https://apps.vault.example/certificates/api-tls/1');
    for (let time = 0; time < 3; time += 1) {
      await app.receive(PLACE, event);
      await app.tick('judge-due');
      await app.settle();
    }
    expect(stages(app)).toEqual(['urgent']);
  });

  test.each([
    ['secrets', 'Secret', 'key-vault-secret'],
    ['keys', 'Key', 'key-vault-key'],
  ] as const)('may be of %s as well', async (collection, type, kind) => {
    const app = await watching(days(300));
    const now = app.clock.now();
    app.vaults.put({ vault: 'apps', in: collection, name: 'database', expiresAt: plus(now, days(5)) });
    await app.receive(
      PLACE,
      asEvent(`https://apps.vault.example/${collection}/database/1`, `${type}NearExpiry`),
    );
    await app.tick('judge-due');
    expect(app.events('credential.near-expiry').map(({ data }) => data)).toMatchObject([
      { credentialKind: kind, stage: 'urgent' },
    ]);
  });

  test('that is disabled brings a re-reading too, and no announcement', async () => {
    const app = await watching(days(300));
    put(app, 'web-tls', days(5), { enabled: false });
    await app.receive(PLACE, asEvent(webTls, 'CertificateNearExpiry'));
    await app.tick('judge-due');
    expect(knownCertificates(app)[0]?.enabled).toBe(false);
    expect(stages(app)).toEqual([]);
  });

  test('that is gone says that it is removed', async () => {
    const app = await watching(days(20));
    app.vaults.delete('apps', 'web-tls');
    await app.receive(PLACE, asEvent(webTls, 'CertificateExpired'));
    await app.tick('judge-due');
    expect(app.events('credential.removed')).toHaveLength(1);
  });
});

describe('what a vault says of other things', () => {
  test.each([
    ['of a vault that nobody watches', asEvent('https://other.vault.example/certificates/web-tls/1')],
    [
      'of the key that a certificate brought along',
      asEvent('https://apps.vault.example/keys/web-tls/1', 'KeyExpired'),
    ],
    ['of the vault itself', { ...asEvent(webTls, 'VaultAccessPolicyChanged'), data: { Id: 'x' } }],
    ['of a type that nobody knows', asEvent(webTls, 'SomethingNewHappened')],
  ])('%s changes nothing', async (_what, message) => {
    const app = await watching(days(300));
    const before = app.stores.subjects.all();
    await app.receive(PLACE, message);
    expect(app.stores.subjects.all()).toEqual(before);
    expect(app.deadLetters).toEqual([]);
  });

  test.each<readonly [string, unknown]>([
    ['has no type', { specversion: '1.0', data: { Id: webTls } }],
    ['has another version', { ...asEvent(webTls), specversion: '2.0' }],
    ['names no object', { ...asEvent(webTls), data: {} }],
    ['names what is no address', { ...asEvent(webTls), data: { Id: 'web-tls' } }],
    ['is an empty list', []],
    ['is a text', 'hello'],
    ['is nothing', null],
  ])('that %s is retained, and a dead letter in the end', async (_what, message) => {
    const app = await watching(days(300));
    await app.receive(PLACE, message);
    expect(app.deadLetters.map(({ place }) => place)).toEqual([PLACE]);
  });
});

describe('a vault that can not be read when it speaks', () => {
  test('is scanned once it can be, one scan for all that it said', async () => {
    const app = await watching(days(300));
    put(app, 'web-tls', days(20));
    app.vaults.goAway();
    await app.receive(PLACE, asEvent(webTls));
    await app.receive(PLACE, asEvent(webTls));
    expect(app.stores.scans.all().filter(({ ended }) => ended === undefined)).toHaveLength(1);
    await app.settle();
    app.vaults.comeBack();
    for (let minute = 0; minute < 12; minute += 1) {
      app.clock.wait(minutes(1));
      await app.tick('resume-scans');
      await app.settle();
    }
    await app.tick('judge-due');
    expect(stages(app)).toEqual(['near-expiry']);
    expect(app.deadLetters).toEqual([]);
  });
});
