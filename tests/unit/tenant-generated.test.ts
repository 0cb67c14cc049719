import { X509Certificate } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import type { Application } from '../../local/entra/tenant/graph-types.ts';
import { graphTime } from '../../local/entra/tenant/graph-time.ts';
import { generateTenant, type Tenant } from '../../local/entra/tenant/tenant.ts';

const EPOCH = Date.UTC(2026, 10, 21);
const DAY = 86_400_000;
const small = generateTenant({ seed: 'northwind', apps: 120, epoch: EPOCH });

const all = (tenant: Tenant): Application[] =>
  Array.from({ length: tenant.apps }, (_, index) => tenant.applicationAt(index));

const endsOf = (application: Application): number[] =>
  [...application.passwordCredentials, ...application.keyCredentials].map(({ endDateTime }) =>
    Date.parse(endDateTime ?? ''),
  );

describe('the same seed, number and epoch', () => {
  test('give the same tenant to the last byte', () => {
    const again = generateTenant({ seed: 'northwind', apps: 120, epoch: EPOCH });
    expect(all(again)).toEqual(all(small));
    expect(again.id).toBe(small.id);
    expect(again.people).toEqual(small.people);
  });

  test('another seed gives another tenant, and another epoch moves the ends but keeps the ids', () => {
    const other = generateTenant({ seed: 'contoso', apps: 120, epoch: EPOCH });
    expect(all(other).map(({ id }) => id)).not.toEqual(expect.arrayContaining([small.applicationAt(0).id]));
    const later = generateTenant({ seed: 'northwind', apps: 120, epoch: EPOCH + 10 * DAY });
    expect(later.applicationAt(0).id).toBe(small.applicationAt(0).id);
    expect(endsOf(later.applicationAt(0))).toEqual(
      endsOf(small.applicationAt(0)).map((end) => end + 10 * DAY),
    );
  });
});

describe('the tenant of 120 applications', () => {
  test('has at least 150 credentials, and ids that are all different', () => {
    const applications = all(small);
    expect(applications.flatMap(endsOf).length).toBeGreaterThanOrEqual(150);
    const ids = applications.flatMap(({ id, appId }) => [id, appId]);
    expect(new Set(ids).size).toBe(240);
  });

  // The epoch is the start of a day, and people come at any hour of it.
  test.each([0, 0.5, 0.999])('has its stages filled %d days after the epoch', (offset) => {
    const renewable = Array.from({ length: small.apps }, (_, index) => index).filter((index) => {
      const { traps, credentials, owners } = small.specAt(index);
      const isPlain = traps.every((trap) => ['hostile-name', 'app-id-is-not-object-id'].includes(trap));
      return isPlain && owners.length === 1 && credentials.every(({ kind }) => kind === 'secret');
    });
    const within = (from: number, to: number) =>
      renewable
        .flatMap((index) => endsOf(small.applicationAt(index)))
        .map((end) => (end - EPOCH) / DAY - offset)
        .filter((left) => left > from && left <= to).length;
    expect([within(0, 1), within(1, 7), within(7, 8), within(8, 30), within(30, 60)]).toEqual([
      0, 6, 0, 8, 9,
    ]);
  });

  test('has about forty people, of whom four approve', () => {
    expect(small.people).toHaveLength(40);
    const approvers = small.people.filter(({ isApprover }) => isApprover);
    expect(approvers).toHaveLength(4);
    expect(approvers.every(({ user }) => user.accountEnabled && user.userType === 'Member')).toBe(true);
    const keys = new Set(small.people.map(({ key }) => key));
    expect(small.people.every(({ manager }) => manager === undefined || keys.has(manager))).toBe(true);
  });

  test('shows the hint of each secret, and keeps the value', () => {
    for (const [index, { passwordCredentials }] of all(small).entries()) {
      for (const { keyId, hint, secretText } of passwordCredentials) {
        const value = small.secretAt(index, keyId);
        expect(value).toMatch(/^[\w.~-]{40}$/);
        expect([value?.slice(0, 3), null]).toEqual([hint, secretText]);
      }
    }
  });

  test('has certificates that are real: self-signed, with the dates that Graph shows', () => {
    const credentials = all(small)
      .flatMap(({ keyCredentials }) => keyCredentials)
      .filter(({ type }) => type === 'AsymmetricX509Cert');
    expect(credentials.length).toBeGreaterThan(20);
    for (const { key, displayName, startDateTime, endDateTime } of credentials) {
      const certificate = new X509Certificate(Buffer.from(key ?? '', 'base64'));
      expect(certificate.verify(certificate.publicKey)).toBe(true);
      expect(certificate.subject).toBe(displayName);
      expect([
        graphTime(certificate.validFromDate.getTime()),
        graphTime(certificate.validToDate.getTime()),
      ]).toEqual([startDateTime, endDateTime]);
    }
  });
});

describe('a tenant of fifty thousand applications', () => {
  const large = generateTenant({ seed: 'northwind', apps: 50_000, epoch: EPOCH });

  test('begins with the small one, and has nothing urgent beyond it', () => {
    expect(large.applicationAt(119)).toEqual(small.applicationAt(119));
    for (let index = 120; index < large.apps; index += 997) {
      expect(endsOf(large.applicationAt(index)).every((end) => end - EPOCH >= 95 * DAY)).toBe(true);
    }
  });

  test('finds any application by either id', () => {
    const { id, appId } = large.applicationAt(49_999);
    expect([large.indexOfObjectId(id), large.indexOfAppId(appId)]).toEqual([49_999, 49_999]);
    expect([large.indexOfObjectId(appId), large.indexOfAppId(id)]).toEqual([undefined, undefined]);
  });
});

describe('an instant in Graph', () => {
  test.each([
    [0, 0, '2026-11-21T00:00:00Z'],
    [120, 0, '2026-11-21T00:00:00.12Z'],
    [123, 4567, '2026-11-21T00:00:00.1234567Z'],
    [1, 10, '2026-11-21T00:00:00.001001Z'],
    [-1, 9999, '2026-11-20T23:59:59.9999999Z'],
  ])('%d ms and %d ticks after midnight is %s', (ms, ticks, text) => {
    expect(graphTime(EPOCH + ms, ticks)).toBe(text);
  });
});
