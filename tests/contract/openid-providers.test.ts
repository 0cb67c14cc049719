import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { withClientDependents } from '../../lib/adapters/outside/client-dependents.ts';
import { readCertificate } from '../../lib/adapters/outside/certificate.ts';
import { openIdProviders } from '../../lib/adapters/outside/openid-source.ts';
import { sha256 } from '../../lib/adapters/system/sha256.ts';
import type { Subject } from '../../lib/domain/credential.ts';
import { providerId } from '../../lib/domain/ids.ts';
import {
  newProvider,
  type OpenIdProvider,
  type ProviderAddresses,
} from '../../lib/domain/openid-provider.ts';
import { days, plus, seconds, toIso } from '../../lib/domain/time.ts';
import { ok } from '../../lib/domain/result.ts';
import type { SourceChanges } from '../../lib/ports/credential-source.ts';
import type { Answer } from '../../local/identity-provider/provider.ts';
import { fakeClock } from '../support/fakes/clock.ts';
import { fakeDirectory } from '../support/fakes/directory.ts';
import { fakeOutbox } from '../support/fakes/outbox.ts';
import { fakeProviders, type FakeProviders } from '../support/fakes/stores.ts';
import { FIXED } from '../support/fixed-certificates.ts';
import { runIdps, type RunningIdps } from '../support/idp-stand-in.ts';
import { aTenant } from '../support/tenants.ts';
import { allPages } from './credential-source.contract.ts';

const TENANT = aTenant();
const CLIENT = '3f6f3a52-8a4c-4a3e-9f57-4c2f5a7d9e01';
const NAMES = { name: 'Contoso ID', credentials: 'Travel' };
const ID = providerId(sha256, TENANT.id, NAMES);
const clock = fakeClock();

let running: RunningIdps;
let store: FakeProviders;
beforeAll(async () => {
  running = await runIdps();
});
afterAll(() => running.stop());
beforeEach(() => {
  running.idps.faults.clear();
  store = fakeProviders(fakeOutbox());
});

const answers = (answer: Answer, bareKeys = 0) =>
  running.idps.put({
    name: 'contoso',
    side: 'identity-provider',
    certificates: [
      { use: 'signing', der: FIXED.signingNow },
      { use: 'encryption', der: FIXED.encryption },
    ],
    ...{ answer, bareKeys },
  });
const declare = async (more: Partial<OpenIdProvider> = {}) => {
  const state = {
    ...newProvider(
      { id: ID, tenant: TENANT.id, ...NAMES },
      { clientId: CLIENT, addresses: discovery(), usedBy: ['Travel portal'] },
    ),
    ...more,
  };
  const change = { state, expected: 'absent', dueAt: undefined, messages: [] } as const;
  await store.commit({ tenant: TENANT.id, id: ID }, change);
};
const discovery = (issuer?: string): ProviderAddresses => ({
  kind: 'discovery',
  url: running.idps.discoveryUrl('contoso'),
  issuer,
});
const scan = async (timeout = seconds(10)) => {
  const outside = running.outside({ timeout });
  const source = openIdProviders({ ...{ tenant: TENANT, providers: store, digest: sha256, clock }, outside });
  const pages = await allPages(source);
  return { subject: pages[0]!.subjects[0]!, unread: pages.flatMap(({ unread }) => unread) };
};
const lastCheck = () => store.all()[0]?.checks[0];
const concerns = ({ credentials }: Subject) =>
  credentials.flatMap(({ kind, concerns: all = [] }) =>
    all.map(({ what, detail }) => ({ kind, what, detail })),
  );

describe('an OpenID provider', () => {
  test('is this inventory', async () => {
    await answers('right', 1);
    await declare();
    const { subject, unread } = await scan();
    expect(unread).toEqual([]);
    expect(subject).toMatchObject({ name: 'Contoso ID (Travel)', appId: CLIENT, kind: 'openid-provider' });
    expect(
      subject.credentials
        .map(({ kind, keyId, name, expiresAt, expiryUnknown }) =>
          [kind, keyId, name, expiresAt === undefined ? '-' : toIso(expiresAt), expiryUnknown].join(' | '),
        )
        .toSorted(),
    ).toEqual([
      `client-secret | ${CLIENT} | Travel | - | true`,
      `token-signing-certificate | ${readCertificate(FIXED.signingNow)!.thumbprint} | CN=ADFS Signing - sts.northwind.example | 2027-01-15T08:00:00.000Z | `,
      'token-signing-key | contoso-1 |  | - | true',
    ]);
    for (const { dependents } of subject.credentials)
      expect(dependents).toEqual([{ name: 'Travel portal', what: 'relying-party' }]);
  });

  test('is looked at with each scan, and the look is noted', async () => {
    await answers('right');
    await declare();
    const first = await scan();
    expect(lastCheck()).toEqual({
      at: clock.now(),
      resultRedirection: running.idps.discoveryUrl('contoso'),
      result: 'success',
      credentialType: 'OpenID Connect',
      message: 'It answers, and shows 1 key.',
    });
    clock.wait(days(1));
    expect(await scan()).toEqual(first);
    expect(store.all()[0]?.checks).toHaveLength(2);
  });

  test('that does not answer in time keeps its keys, with a concern, and is said to be unread', async () => {
    await answers('right');
    await declare();
    const { subject: before } = await scan();
    running.idps.faults.add({ delayMs: 3000 });
    const { subject, unread } = await scan(seconds(0.2));
    const message = `Timing out without response from ${running.idps.discoveryUrl('contoso')}`;
    expect(subject.credentials.map(({ id }) => id)).toEqual(before.credentials.map(({ id }) => id));
    expect(concerns(subject)).toEqual([{ kind: 'client-secret', what: 'unreachable', detail: message }]);
    expect(unread).toEqual([{ what: 'openid-providers/Contoso ID (Travel)', reason: message }]);
    expect(lastCheck()).toMatchObject({ result: 'failure', message });
  });

  test('that calls itself otherwise is a concern, and its keys are read all the same', async () => {
    await answers('wrong-issuer');
    await declare();
    const { subject, unread } = await scan();
    expect(unread).toEqual([]);
    expect(concerns(subject)).toMatchObject([{ what: 'issuer-mismatch' }]);
    expect(subject.credentials).toHaveLength(2);
    expect(lastCheck()).toMatchObject({
      result: 'failure',
      message: expect.stringContaining('somebody-else'),
    });
  });

  test('may have an issuer of its own, if an operator says so', async () => {
    await answers('wrong-issuer');
    await declare({ addresses: discovery('https://somebody-else.example') });
    expect(concerns((await scan()).subject)).toEqual([]);
  });

  test('that was described by hand is asked for its keys', async () => {
    await answers('right');
    const keys = `${running.idps.url}/contoso/keys`;
    const by = (path: string) => `${running.idps.url}/contoso/${path}`;
    await declare({
      addresses: {
        kind: 'by-hand',
        issuer: by(''),
        authorization: by('authorize'),
        token: by('token'),
        userInfo: by('userinfo'),
        keys,
      },
    });
    expect((await scan()).subject.credentials).toHaveLength(2);
    expect(lastCheck()).toMatchObject({ result: 'success', resultRedirection: keys });
  });

  test.each<Answer>(['huge', 'no-keys', 'redirect-inside', 'redirect-plain', 'redirect-around'])(
    'that answers with what nobody can use (%s) is unreachable',
    async (answer) => {
      await answers(answer);
      await declare();
      const { subject, unread } = await scan();
      expect(concerns(subject)).toMatchObject([{ what: 'unreachable' }]);
      expect(unread).toHaveLength(1);
    },
  );

  test.each(['disabled', 'not-configured'] as const)('that is %s is shown and not asked', async (status) => {
    await answers('right');
    await declare({ status });
    running.idps.faults.add({ status: 500, times: 1 });
    const { subject, unread } = await scan();
    expect(subject.enabled).toBe(false);
    expect(unread).toEqual([]);
    expect(running.idps.faults.list()).toHaveLength(1);
    expect(lastCheck()).toBeUndefined();
  });
});

describe('the application that a provider knows as its client', () => {
  test('shows who breaks when a credential of it ends', async () => {
    const directory = fakeDirectory({ tenant: TENANT, clock });
    const application = directory.addApplication({
      name: 'Travel sign-in',
      credentials: [{ name: 'secret', expiresAt: plus(clock.now(), days(9)) }],
    });
    directory.addApplication({
      name: 'Another',
      credentials: [{ name: 'secret', expiresAt: plus(clock.now(), days(9)) }],
    });
    const plain = await directory.applications.look(application.nativeId);
    const appId = plain.ok ? plain.value?.appId : undefined;
    await declare({ clientId: appId!.toUpperCase() });
    const source = withClientDependents(directory.applications, { tenant: TENANT.id, providers: store });
    const looked = await source.look(application.nativeId);
    expect(looked).toMatchObject({
      value: {
        credentials: [{ dependents: [{ name: 'Contoso ID (Travel)', what: 'openid-provider' }] }],
      },
    });
    const shown = (await allPages(source)).flatMap(({ subjects }) => subjects);
    expect(shown.filter(({ credentials }) => credentials[0]?.dependents !== undefined)).toHaveLength(1);
    const told = { subjects: plain.ok && plain.value ? [plain.value] : [], unread: [], next: undefined };
    const changes: SourceChanges = {
      mark: () => Promise.resolve(ok('mark')),
      page: () => Promise.resolve(ok({ ...told, holdingNothing: [], toLookAt: [], gone: [], mark: 'next' })),
    };
    const changing = withClientDependents(
      { ...directory.applications, changes },
      { tenant: TENANT.id, providers: store },
    );
    const changed = await changing.changes.page('mark');
    expect(changed.ok && changed.value.subjects).toEqual(looked.ok ? [looked.value] : []);
    store.away();
    expect(await source.look(application.nativeId)).toMatchObject({ failure: { code: 'UNAVAILABLE' } });
  });
});
