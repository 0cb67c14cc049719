import { describe, expect, test } from '@jest/globals';
import { active } from '../../lib/domain/renewal.ts';
import { days, hours, minus, minutes, plus } from '../../lib/domain/time.ts';
import { type App, startApp } from '../support/app.ts';
import type { FakeCertificate } from '../support/fakes/vault-item.ts';
import { rounds, untilMailed, untilRequested } from '../support/story.ts';

type Given = Partial<FakeCertificate> & Pick<FakeCertificate, 'in'>;

/** An item of a vault that ends in five days, with an open request. */
const requested = async (given: Given, versionVaults = ['apps.vault.example']) => {
  const app = startApp({ versionVaults });
  const owner = app.directory.addPerson({ displayName: 'Olive Owner' });
  const approver = app.directory.addPerson({ displayName: 'Ada Approver' });
  const now = app.clock.now();
  app.vaults.put({
    vault: 'apps',
    name: 'ledger',
    startsAt: minus(now, days(300)),
    expiresAt: plus(now, days(5)),
    owner: owner.mail ?? '',
    ...given,
  });
  await untilRequested(app);
  expect(app.desk.tickets()).toHaveLength(1);
  return { app, owner, approver, item: `${given.in ?? 'certificates'}/ledger` };
};

const approved = async (given: Given, versionVaults?: string[]) => {
  const all = await requested(given, versionVaults);
  await untilMailed(all.app, all.approver);
  return all;
};

const stateOf = (app: App): string => {
  const [renewal] = app.stores.renewals.all();
  if (renewal === undefined) throw new Error('There is no renewal.');
  return renewal.state === 'paused' ? `paused ${active(renewal).state}` : renewal.state;
};
const notesOf = (app: App) => app.desk.tickets()[0]?.notes ?? [];
const evidenceOf = (app: App) => app.desk.tickets()[0]?.evidence;

const SELF: Given = { in: 'certificates', issuer: 'Self' };
const KEY: Given = { in: 'keys' };
const SECRET: Given = { in: 'secrets', generate: '40' };

describe('after its approval', () => {
  test.each([
    ['a certificate with an issuer', SELF],
    ['a key', KEY],
    ['a secret whose value may be anything', SECRET],
  ])('%s gets one new version, and its request is closed with that', async (_, given) => {
    const { app, item } = await approved(given);
    await rounds(app, 2);
    expect(stateOf(app)).toBe('closed-by-hand');
    expect(app.vaults.making.made(item)).toBe(1);
    expect(app.desk.tickets()).toMatchObject([{ state: 'closed' }]);
    expect(evidenceOf(app)).toContain('Renewed by a new version: ledger');
    expect(evidenceOf(app)).toContain('left in its vault until it ends');
    expect(app.events('renewal.version-made')).toHaveLength(1);
    expect(app.events('renewal.closed')).toHaveLength(1);
    expect(app.deadLetters).toEqual([]);
  });

  test('what the request says is what an approver sets going', async () => {
    const { app } = await requested(KEY);
    expect(JSON.stringify(app.desk.tickets())).toContain('the vault is asked for a new version of the');
  });

  test('in a vault where we make none, people are asked to', async () => {
    const { app, item } = await approved(KEY, []);
    await rounds(app, 2);
    expect(stateOf(app)).toBe('by-hand');
    expect(app.vaults.making.made(item)).toBe(0);
  });

  test('nothing is made before the day that the team wrote', async () => {
    const { app, approver, item } = await requested(KEY);
    const [ticket] = app.desk.tickets();
    app.desk.plan(ticket!.ticket, { dueAt: plus(app.clock.now(), hours(10)) });
    await rounds(app, 2);
    await untilMailed(app, approver);
    await rounds(app, 5);
    expect([stateOf(app), app.vaults.making.made(item)]).toEqual(['approved', 0]);
    await rounds(app, 2, hours(6));
    expect(app.vaults.making.made(item)).toBe(1);
  });
});

describe('whatever fails, one version is made and nothing is lost', () => {
  const cases = [
    ['a certificate', SELF, ['look', 'ask']],
    ['a key', KEY, ['look', 'rotate']],
    ['a secret', SECRET, ['look', 'set']],
  ] as const;
  const faults = cases.flatMap(([what, given, verbs]) =>
    verbs.flatMap((verb) =>
      (['failBefore', 'failAfter'] as const).map((when) => [what, when, verb, given] as const),
    ),
  );
  test.each(faults)('%s, %s %s', async (_, when, verb, given) => {
    const { app, approver, item } = await requested(given);
    app.vaults.making[when](verb, 3);
    await untilMailed(app, approver);
    await rounds(app, 12);
    expect(stateOf(app)).toBe('closed-by-hand');
    expect(app.vaults.making.made(item)).toBe(1);
    expect(app.deadLetters).toEqual([]);
  });

  test('a vault that is away is asked again when it is back', async () => {
    const { app, approver, item } = await requested(KEY);
    app.vaults.goAway();
    await untilMailed(app, approver);
    await rounds(app, 2);
    expect(stateOf(app)).toBe('paused renewing-version');
    app.vaults.comeBack();
    await rounds(app, 4);
    expect([stateOf(app), app.vaults.making.made(item)]).toEqual(['closed-by-hand', 1]);
  });

  test('a vault that does not let us holds it up, and an incident says so', async () => {
    const { app, approver, item } = await requested(KEY);
    app.vaults.close('apps');
    await untilMailed(app, approver);
    await rounds(app, 8);
    expect(app.stores.renewals.all()).toMatchObject([{ state: 'paused', failure: 'VAULT_CLOSED' }]);
    expect(app.desk.incidents.all()).toHaveLength(1);
    app.vaults.open('apps');
    await rounds(app, 12);
    expect([stateOf(app), app.vaults.making.made(item)]).toEqual(['closed-by-hand', 1]);
  });

  test('a worker that comes second, while the first one is at it, makes nothing', async () => {
    const { app, approver, item } = await requested(KEY);
    let again = 0;
    app.vaults.making.beforeMaking(async () => {
      if (again++ > 0) return;
      const [renewal] = app.stores.renewals.all();
      await app.receive('renew-version', { step: 'renew-version', renewalId: renewal!.id });
    });
    await untilMailed(app, approver);
    await rounds(app, 2);
    expect([stateOf(app), app.vaults.making.made(item)]).toEqual(['closed-by-hand', 1]);
  });

  test('a worker whom the vault kept waiting for most of its lease makes nothing, and the next one does', async () => {
    const { app, approver, item } = await requested(KEY);
    app.vaults.making.beforeLooking(() => {
      app.clock.wait(minutes(3));
    });
    await untilMailed(app, approver);
    expect([stateOf(app), app.vaults.making.made(item)]).toEqual(['renewing-version', 0]);
    app.vaults.making.beforeLooking(undefined);
    await rounds(app, 4);
    expect([stateOf(app), app.vaults.making.made(item)]).toEqual(['closed-by-hand', 1]);
  });

  test('a worker that died after the vault had made it is followed by one who finds it', async () => {
    const { app, approver, item } = await requested(KEY);
    app.vaults.making.failAfter('rotate');
    app.vaults.making.beforeMaking(() => Promise.resolve());
    await untilMailed(app, approver);
    expect([stateOf(app), app.vaults.making.made(item)]).toEqual(['paused renewing-version', 1]);
    await rounds(app, 4);
    expect([stateOf(app), app.vaults.making.made(item)]).toEqual(['closed-by-hand', 1]);
  });

  test('a desk that is away loses no note, and nothing is asked of the vault twice', async () => {
    const { app, approver, item } = await requested({ in: 'certificates' });
    await untilApproved(app, approver);
    app.desk.goAway();
    await rounds(app, 2);
    app.desk.comeBack();
    await rounds(app, 6);
    expect(notesOf(app).filter((note) => note.includes('BEGIN CERTIFICATE REQUEST'))).toHaveLength(1);
    expect(app.vaults.making.requestOf(item)?.id).toBe('request-1');
  });
});

describe('a certificate with an issuer', () => {
  test('that takes its time is watched until it is there', async () => {
    const { app, approver, item } = await requested(SELF);
    app.vaults.making.holdIssuers();
    await untilMailed(app, approver);
    await rounds(app, 6);
    expect([stateOf(app), app.vaults.making.made(item)]).toEqual(['renewing-version', 0]);
    expect(app.vaults.making.requestOf(item)?.id).toBe('request-1');
    app.vaults.making.issue(item);
    await rounds(app, 12);
    expect([stateOf(app), app.vaults.making.made(item)]).toEqual(['closed-by-hand', 1]);
  });

  test('that refuses says why on the ticket, once, and is asked again until it does not', async () => {
    const { app, approver, item } = await requested(SELF);
    app.vaults.making.issuerSays('The domain could not be validated.');
    await untilMailed(app, approver);
    await rounds(app, 8);
    expect(stateOf(app)).toBe('paused renewing-version');
    expect(notesOf(app).filter((note) => note.includes('could not be validated'))).toHaveLength(1);
    expect(app.events('renewal.paused')).toMatchObject([{ data: { failure: 'ISSUER_REFUSED' } }]);
    app.vaults.making.issuerSays(undefined);
    await rounds(app, 24);
    expect([stateOf(app), app.vaults.making.made(item)]).toEqual(['closed-by-hand', 1]);
  });

  test('whose request someone cancelled in the vault is left to people', async () => {
    const { app, approver, item } = await requested(SELF);
    app.vaults.making.holdIssuers();
    await untilMailed(app, approver);
    app.vaults.making.cancel(item);
    await rounds(app, 6);
    expect(stateOf(app)).toBe('by-hand');
    expect(notesOf(app).at(-1)).toContain('was cancelled in the vault');
  });

  test('that the vault never makes is left to people, who are told how', async () => {
    const { app, approver } = await requested(SELF);
    app.vaults.making.refuse('ask');
    await untilMailed(app, approver);
    await rounds(app, 2);
    expect(stateOf(app)).toBe('by-hand');
    expect(notesOf(app).at(-1)).toContain('New version');
    expect(app.logged.map(({ code }) => code)).toContain('VERSION_LEFT_TO_PEOPLE');
  });
});

describe('a key', () => {
  test('that its vault rotates before the end is not rotated by us, and the ticket says so', async () => {
    const app0 = startApp();
    const rotatesAt = plus(app0.clock.now(), days(2));
    const { app, item } = await approved({ ...KEY, rotatesAt });
    await rounds(app, 4);
    expect([stateOf(app), app.vaults.making.made(item)]).toEqual(['renewing-version', 0]);
    expect(notesOf(app).filter((note) => note.includes('by its rotation policy'))).toHaveLength(1);
    const { rotatesAt: _, ...rotated } = app.vaults.find('apps', 'keys', 'ledger')!;
    app.clock.wait(days(2));
    app.vaults.put({ ...rotated, startsAt: app.clock.now(), expiresAt: plus(app.clock.now(), days(365)) });
    await rounds(app, 12);
    expect([stateOf(app), app.vaults.making.made(item)]).toEqual(['closed-by-hand', 0]);
  });

  test('that its vault did not rotate a day after it should have is rotated by us', async () => {
    const app0 = startApp();
    const { app, item } = await approved({ ...KEY, rotatesAt: plus(app0.clock.now(), days(1)) });
    await rounds(app, 4);
    expect(app.vaults.making.made(item)).toBe(0);
    app.clock.wait(days(2));
    await rounds(app, 4);
    expect([stateOf(app), app.vaults.making.made(item)]).toEqual(['closed-by-hand', 1]);
  });
});

describe('a secret', () => {
  test('gets a value of the length that its tag says, which is nowhere but in the vault', async () => {
    const { app, owner, item } = await approved(SECRET);
    await rounds(app, 2);
    const [value = '', ...more] = app.vaults.making.values(item);
    expect(more).toEqual([]);
    expect(value).toMatch(/^[A-Za-z0-9]{40}$/);
    const everything = JSON.stringify([
      app.publisher.sent(),
      app.logged,
      app.mailer.inbox(owner.mail),
      app.desk.tickets(),
      app.stores.renewals.all(),
    ]);
    expect(everything).not.toContain(value);
  });

  test('ends after as long as a new secret lives', async () => {
    const { app } = await approved(SECRET);
    const { expiresAt } = app.vaults.find('apps', 'secrets', 'ledger')!;
    expect(expiresAt).toBe(plus(app.clock.now(), days(180)));
  });

  test.each([
    ['without the tag', undefined, 'Nobody but you knows the value'],
    ['with a tag that says nothing', 'yes please', 'holds no number of characters'],
    ['with a tag that asks for too little', '8', 'holds no number of characters'],
  ])('%s is for people, who are told how to set it', async (_, generate, words) => {
    const { app, item } = await approved({ in: 'secrets', ...(generate === undefined ? {} : { generate }) });
    expect([stateOf(app), app.vaults.making.made(item)]).toEqual(['by-hand', 0]);
    const note = notesOf(app).at(-1) ?? '';
    expect(note).toContain(words);
    expect(note).toContain('read -rs S');
    expect(note).toContain('--vault-name apps --name ledger');
    expect(note).not.toMatch(/--value/);
  });

  test('that people set anew closes its request when Event Grid tells of it', async () => {
    const { app } = await approved({ in: 'secrets' });
    app.clock.wait(minutes(30));
    const old = app.vaults.find('apps', 'secrets', 'ledger')!;
    app.vaults.put({ ...old, startsAt: app.clock.now(), expiresAt: plus(app.clock.now(), days(90)) });
    await app.receive('on-key-vault-event', secretEvent());
    await rounds(app, 2);
    expect(stateOf(app)).toBe('closed-by-hand');
    expect(evidenceOf(app)).toContain('Renewed by hand: ledger');
  });

  test('that people set anew closes its request when a scan sees it', async () => {
    const { app } = await approved({ in: 'secrets' });
    app.clock.wait(hours(6));
    const old = app.vaults.find('apps', 'secrets', 'ledger')!;
    app.vaults.put({
      ...old,
      startsAt: minus(app.clock.now(), days(1)),
      expiresAt: plus(app.clock.now(), days(90)),
    });
    await app.tick('schedule-scans');
    await app.settle();
    await rounds(app, 3);
    expect(stateOf(app)).toBe('closed-by-hand');
  });

  test('that holds a client secret waits for the renewal of that', async () => {
    const { app, item } = await approved({
      in: 'secrets',
      generate: '40',
      depositOf: 'rn-of-the-application',
    });
    await rounds(app, 3);
    expect([stateOf(app), app.vaults.making.made(item)]).toEqual(['renewing-version', 0]);
    expect(
      notesOf(app).filter((note) => note.includes('comes with the renewal of that client secret')),
    ).toHaveLength(1);
    const old = app.vaults.find('apps', 'secrets', 'ledger')!;
    app.vaults.put({ ...old, startsAt: app.clock.now(), expiresAt: plus(app.clock.now(), days(180)) });
    await rounds(app, 20);
    expect(stateOf(app)).toBe('closed-by-hand');
  });
});

describe('a version that somebody made meanwhile', () => {
  test('is found, and none is made beside it', async () => {
    const { app, approver, item } = await requested(KEY);
    const old = app.vaults.find('apps', 'keys', 'ledger')!;
    app.vaults.put({ ...old, startsAt: app.clock.now(), expiresAt: plus(app.clock.now(), days(100)) });
    await untilMailed(app, approver);
    await rounds(app, 2);
    expect([stateOf(app), app.vaults.making.made(item)]).toEqual(['closed-by-hand', 0]);
  });

  test('that ends no later is left to people, and not made over', async () => {
    const { app, approver, item } = await requested(KEY);
    const old = app.vaults.find('apps', 'keys', 'ledger')!;
    app.vaults.put({ ...old, startsAt: app.clock.now(), expiresAt: plus(app.clock.now(), days(3)) });
    await untilMailed(app, approver);
    expect([stateOf(app), app.vaults.making.made(item)]).toEqual(['by-hand', 0]);
  });

  test('calls off a request that nobody approved yet, with the right words', async () => {
    const { app } = await requested(KEY);
    const old = app.vaults.find('apps', 'keys', 'ledger')!;
    app.vaults.put({ ...old, startsAt: app.clock.now(), expiresAt: plus(app.clock.now(), days(100)) });
    app.clock.wait(hours(6));
    await app.tick('schedule-scans');
    await app.settle();
    await rounds(app, 2);
    expect(app.events('renewal.cancelled')).toMatchObject([{ data: { cause: 'renewed-by-others' } }]);
  });
});

/** Approves, and moves nothing else on. */
const untilApproved = async (app: App, approver: { readonly userPrincipalName: string }) => {
  for (const { ticket } of app.desk.tickets())
    app.desk.approve(ticket, approver.userPrincipalName, 'Needed.');
  await app.tick('poll-service-desk');
};

const secretEvent = () => ({
  specversion: '1.0',
  id: '4e9bdb2e-6b61-44a5-a1a3-a9c2e5bfbf6f',
  source: '/subscriptions/s/resourceGroups/r/providers/Microsoft.KeyVault/vaults/apps',
  type: 'Microsoft.KeyVault.SecretNewVersionCreated',
  subject: 'ledger',
  time: '2026-11-21T00:00:00Z',
  data: {
    Id: 'https://apps.vault.example/secrets/ledger/2',
    VaultName: 'apps',
    ObjectType: 'Secret',
    ObjectName: 'ledger',
    Version: '2',
    NBF: null,
    EXP: null,
  },
});
