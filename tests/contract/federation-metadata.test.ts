import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { readFederationMetadata } from '../../lib/adapters/outside/federation-metadata.ts';
import { federationMetadata } from '../../lib/adapters/outside/metadata-source.ts';
import { readCertificate } from '../../lib/adapters/outside/certificate.ts';
import { sha256 } from '../../lib/adapters/system/sha256.ts';
import type { Subject } from '../../lib/domain/credential.ts';
import type { Trust } from '../../lib/domain/federation-metadata.ts';
import { subjectId } from '../../lib/domain/ids.ts';
import { parseInstant, toIso } from '../../lib/domain/time.ts';
import { metadataXml } from '../../local/identity-provider/metadata-xml.ts';
import { hostileXml } from '../../local/identity-provider/hostile.ts';
import type { Answer, ProviderSpec } from '../../local/identity-provider/provider.ts';
import { fakeClock } from '../support/fakes/clock.ts';
import { fakeOutbox } from '../support/fakes/outbox.ts';
import { fakeMetadata, type FakeMetadata, fakeSubjects } from '../support/fakes/stores.ts';
import { FIXED } from '../support/fixed-certificates.ts';
import { runIdps, type RunningIdps } from '../support/idp-stand-in.ts';
import { declared } from '../support/metadata.ts';
import { aTenant } from '../support/tenants.ts';
import { allPages } from './credential-source.contract.ts';

const TENANT = aTenant();
const print = (der: string): string => readCertificate(der)!.thumbprint;
const ADFS = {
  name: 'adfs',
  side: 'identity-provider',
  certificates: [
    { use: 'signing', der: FIXED.signingNow },
    { use: 'signing', der: FIXED.signingNext },
    { use: 'encryption', der: FIXED.encryption },
  ],
} as const satisfies ProviderSpec;

let running: RunningIdps;
let store: FakeMetadata;
let subjects: ReturnType<typeof fakeSubjects>;
const clock = fakeClock(parseInstant('2026-12-28T00:00:00Z'));
beforeAll(async () => {
  running = await runIdps();
});
afterAll(() => running.stop());
beforeEach(() => {
  running.idps.faults.clear();
  store = fakeMetadata(fakeOutbox());
  subjects = fakeSubjects(fakeOutbox());
});

const source = () =>
  federationMetadata({
    ...{ tenant: TENANT, kept: store, subjects, digest: sha256, clock },
    outside: running.outside(),
  });
const declare = async (spec: ProviderSpec, trust: Trust = { kind: 'unknown' }) => {
  await running.idps.put(spec);
  const url = running.idps.metadataUrl(spec.name);
  const state = declared({ tenant: TENANT.id, name: spec.name, url, trust });
  const change = { state, expected: 'absent', dueAt: undefined, messages: [] } as const;
  await store.commit({ tenant: TENANT.id, id: state.id }, change);
};
const scan = async () => {
  const pages = await allPages(source());
  return {
    subject: pages[0]!.subjects[0]!,
    unread: pages.flatMap(({ unread }) => unread),
  };
};
const concerns = ({ credentials }: Subject) =>
  credentials.flatMap(({ thumbprint, kind, concerns: all = [] }) =>
    all.map(({ what, detail }) => ({ thumbprint, kind, what, detail })),
  );

describe('the metadata of an AD FS', () => {
  test('is this inventory', async () => {
    await declare(ADFS);
    const { subject, unread } = await scan();
    expect(unread).toEqual([]);
    expect({
      name: subject.name,
      kind: subject.kind,
      labels: subject.labels,
      credentials: subject.credentials
        .map(({ kind, role, thumbprint, name, startsAt, expiresAt }) =>
          [kind, role, thumbprint, name, toIso(startsAt!), toIso(expiresAt!)].join(' | '),
        )
        .toSorted(),
    }).toMatchInlineSnapshot(`
     {
       "credentials": [
         "token-encryption-certificate | primary | 02F1A03992967010661F9E500852C316E0FCB0C3 | CN=ADFS Encryption - sts.northwind.example | 2026-01-15T08:00:00.000Z | 2027-01-15T08:00:00.000Z",
         "token-signing-certificate | primary | C687BFC7FF4CAB87A4576AA9C0AC55FA63D88B54 | CN=ADFS Signing - sts.northwind.example | 2026-01-15T08:00:00.000Z | 2027-01-15T08:00:00.000Z",
         "token-signing-certificate | secondary | F25FB0EFC2ED510238EDF3D39A2957F78F5C9908 | CN=ADFS Signing - sts.northwind.example | 2026-12-20T08:00:00.000Z | 2027-12-20T08:00:00.000Z",
       ],
       "kind": "federation-metadata",
       "labels": [
         "identity-provider",
         "relying-party",
       ],
       "name": "adfs",
     }
    `);
  });

  test('shows the same at the next scan, and writes nothing', async () => {
    await declare(ADFS);
    const first = await scan();
    const [kept] = store.all();
    const etag = (await store.find({ tenant: TENANT.id, id: kept!.id }))!.version.etag;
    expect(await scan()).toEqual(first);
    expect((await store.find({ tenant: TENANT.id, id: kept!.id }))!.version.etag).toBe(etag);
  });

  test('does not count the signer of the document among those that sign tokens', () => {
    const xml = metadataXml(
      { ...ADFS, certificates: ADFS.certificates.slice(1), answer: 'right', bareKeys: 0 },
      'https://sts.example',
      FIXED.signingNow,
    );
    const read = readFederationMetadata(xml, undefined);
    expect(JSON.stringify(read)).not.toContain(print(FIXED.signingNow));
  });
});

describe('a roll-over', () => {
  const trust: Trust = { kind: 'pins', signing: [print(FIXED.signingNow)], encryption: [] };

  test('that the tenant does not know of yet is a concern of the new certificate only', async () => {
    await declare(ADFS, trust);
    expect(concerns((await scan()).subject)).toEqual([
      {
        thumbprint: print(FIXED.signingNext),
        kind: 'token-signing-certificate',
        what: 'metadata-mismatch',
        detail: expect.stringContaining(`It trusts ${print(FIXED.signingNow)}.`),
      },
    ]);
  });

  test('is compared with what our inventory knows of the federated domain', async () => {
    const domain = 'northwind.example';
    const id = subjectId(sha256, {
      tenant: TENANT.id,
      source: 'federated-domains',
      nativeId: `domains/${domain}`,
    });
    const facts = {
      credentials: [
        { kind: 'federation-signing-certificate', thumbprint: print(FIXED.signingNext), role: 'current' },
      ],
    };
    await subjects.commit(
      { tenant: TENANT.id, id },
      {
        state: { facts: { ...facts, id, tenant: TENANT.id }, goneAt: undefined } as never,
        ...{ expected: 'absent', dueAt: undefined, messages: [] },
      },
    );
    await declare(ADFS, { kind: 'domain', domain: 'Northwind.example' });
    const { subject } = await scan();
    expect(concerns(subject)).toMatchObject([
      { thumbprint: print(FIXED.signingNow), what: 'metadata-mismatch' },
    ]);
    expect(
      subject.credentials.find(({ role, kind }) => role === 'primary' && kind === 'token-signing-certificate')
        ?.thumbprint,
    ).toBe(print(FIXED.signingNext));
  });

  test('that drops the certificate in use is not taken, and shown as a concern of that certificate', async () => {
    await declare(ADFS, trust);
    await scan();
    await running.idps.put({ ...ADFS, certificates: ADFS.certificates.slice(1) });
    const { subject } = await scan();
    expect(subject.credentials.map(({ thumbprint }) => thumbprint)).toContain(print(FIXED.signingNow));
    expect(concerns(subject)).toContainEqual({
      thumbprint: print(FIXED.signingNow),
      kind: 'token-signing-certificate',
      what: 'metadata-mismatch',
      detail: expect.stringContaining('no longer shows'),
    });
    expect(store.all()[0]).toMatchObject({ refused: { difference: { inUse: [{ use: 'signing' }] } } });
  });

  test('that nobody has begun near the end is a concern', async () => {
    await declare({ ...ADFS, certificates: [ADFS.certificates[0]] });
    expect(concerns((await scan()).subject)).toMatchObject([
      { thumbprint: print(FIXED.signingNow), what: 'next-missing' },
    ]);
    await running.idps.put(ADFS);
    expect(concerns((await scan()).subject)).toEqual([]);
  });
});

describe('metadata that can not be had', () => {
  test('keeps what was read before, with a concern, and is said to be unread', async () => {
    await declare(ADFS);
    const { subject: before } = await scan();
    running.idps.faults.add({ status: 503 });
    const { subject, unread } = await scan();
    expect(subject.credentials.map(({ id }) => id)).toEqual(before.credentials.map(({ id }) => id));
    expect(concerns(subject).map(({ what }) => what)).toEqual(['unreachable', 'unreachable']);
    expect(unread).toEqual([
      { what: 'federation-metadata/adfs', reason: expect.stringContaining('status 503') },
    ]);
  });

  test.each<[Answer, string]>([
    ['entities', 'DOCTYPE'],
    ['external-entity', 'DOCTYPE'],
    ['deep', 'deep'],
    ['attributes', 'attributes'],
    ['not-well-formed', 'well-formed'],
    ['no-metadata', 'no EntityDescriptor'],
    ['huge', 'larger than'],
    ['redirect-inside', 'nothing is fetched from'],
  ])('because it is hostile (%s) is refused, and said', async (answer, words) => {
    await declare({ ...ADFS, answer });
    const started = performance.now();
    const { subject, unread } = await scan();
    expect(performance.now() - started).toBeLessThan(5000);
    expect(subject.credentials).toEqual([]);
    expect(unread).toHaveLength(1);
    expect(unread[0]?.reason).toContain(words);
    expect(unread[0]?.reason).not.toContain('root:');
  });
});

describe('the reader of metadata', () => {
  const entity = (inner: string, id = 'urn:x') =>
    `<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" xmlns:ds="http://www.w3.org/2000/09/xmldsig#" entityID="${id}">${inner}</md:EntityDescriptor>`;
  const key = (der: string, use = '') =>
    `<md:KeyDescriptor${use}><ds:KeyInfo><ds:X509Data><ds:X509Certificate>\n  ${der} \n</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor>`;
  const party = (der: string, use?: string) =>
    `<md:SPSSODescriptor protocolSupportEnumeration="x">${key(der, use)}</md:SPSSODescriptor>`;

  test('takes a key without a use for both', () => {
    const read = readFederationMetadata(entity(party(FIXED.encryption)), undefined);
    expect(read).toMatchObject({
      ok: true,
      value: {
        metadata: {
          entityId: 'urn:x',
          sides: ['relying-party'],
          certificates: [{ use: 'signing' }, { use: 'encryption' }],
        },
      },
    });
  });

  test('wants to be told which of several entities is meant', () => {
    const both = `<md:EntitiesDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata">${entity(party(FIXED.encryption), 'urn:a&amp;b')}${entity(party(FIXED.signingNow), 'urn:c')}</md:EntitiesDescriptor>`;
    expect(readFederationMetadata(both, undefined)).toMatchObject({
      failure: expect.stringContaining('2 entities'),
    });
    expect(readFederationMetadata(both, 'urn:a&b')).toMatchObject({
      value: { metadata: { entityId: 'urn:a&b' } },
    });
    expect(readFederationMetadata(both, 'urn:other')).toMatchObject({ ok: false });
  });

  test('names a certificate that it can not understand, and takes the others', () => {
    const xml = entity(party('bm90IGEgY2VydGlmaWNhdGU=', ' use="encryption"') + party(FIXED.signingNow));
    expect(readFederationMetadata(xml, undefined)).toMatchObject({
      value: { faults: ['A certificate (encryption) is not understood.'] },
    });
  });

  test.each(['entities', 'external-entity', 'deep', 'attributes'] as const)('refuses %s', (answer) => {
    expect(readFederationMetadata(hostileXml(answer)!, undefined).ok).toBe(false);
  });

  test('quotes nothing of a document that it refuses', () => {
    const read = readFederationMetadata('<a><canary-of-a-secret></a>', undefined);
    expect(JSON.stringify(read)).not.toContain('canary');
  });
});
