import { describe, expect, test } from '@jest/globals';
import { sha256 } from '../../lib/adapters/system/sha256.ts';
import type { Credential } from '../../lib/domain/credential.ts';
import {
  isNamed,
  isTrusted,
  METADATA_SIDES,
  subjectOfTrust,
  trustedBy,
  type Trusted,
} from '../../lib/domain/federation-metadata.ts';
import { subjectId } from '../../lib/domain/ids.ts';
import { aCredential } from '../support/builders.ts';
import { aCertificate } from '../support/metadata.ts';
import { aTenant } from '../support/tenants.ts';

const TENANT = aTenant().id;
const A = aCertificate('A');
const B = aCertificate('B');

describe('where it is known what a tenant trusts', () => {
  test('of a domain: with the federated domains, whatever case it is written in', () => {
    expect(subjectOfTrust(sha256, TENANT, { kind: 'domain', domain: 'Northwind.Example' })).toBe(
      subjectId(sha256, {
        tenant: TENANT,
        source: 'federated-domains',
        nativeId: 'domains/northwind.example',
      }),
    );
  });

  test('of whom it encrypts for: with the service principals', () => {
    expect(subjectOfTrust(sha256, TENANT, { kind: 'service-principal', objectId: 'ABC' })).toBe(
      subjectId(sha256, { tenant: TENANT, source: 'entra-service-principals', nativeId: 'abc' }),
    );
  });

  test('nowhere in the inventory, where an operator pinned it or nobody knows', () => {
    expect(subjectOfTrust(sha256, TENANT, { kind: 'unknown' })).toBeUndefined();
    expect(subjectOfTrust(sha256, TENANT, { kind: 'pins', signing: ['a'], encryption: [] })).toBeUndefined();
  });
});

describe('what is trusted', () => {
  const signing = (said: Partial<Credential>) =>
    aCredential({ kind: 'federation-signing-certificate', ...said });

  test('by pins are those of each use, in capitals, in their order', () => {
    expect(trustedBy({ kind: 'pins', signing: ['ab', 'cd'], encryption: ['ef'] }, undefined)).toEqual({
      signing: ['AB', 'CD'],
      encryption: ['EF'],
    });
  });

  test('of a domain are its signing certificates with a thumbprint, the next one last', () => {
    const credentials = [
      signing({ thumbprint: 'N', role: 'next' }),
      signing({ thumbprint: 'C', role: 'current' }),
      signing({ thumbprint: undefined, role: 'current' }),
      signing({ thumbprint: 'O', kind: 'token-encryption-certificate' }),
      signing({ thumbprint: 'D', role: 'current' }),
    ];
    expect(trustedBy({ kind: 'domain', domain: 'x' }, { credentials })).toEqual({
      signing: ['C', 'D', 'N'],
      encryption: undefined,
    });
  });

  test('is unknown where the inventory has none, and not nothing', () => {
    const none = { signing: undefined, encryption: undefined };
    expect(trustedBy({ kind: 'domain', domain: 'x' }, { credentials: [] })).toEqual(none);
    expect(trustedBy({ kind: 'service-principal', objectId: 'x' }, undefined)).toEqual(none);
  });
});

describe('a certificate', () => {
  test('is named by either of its thumbprints, and by no other', () => {
    expect([A.thumbprint, A.sha256, B.thumbprint, B.sha256, ''].map((name) => isNamed(A, name))).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
  });

  test.each<readonly [string, Trusted, boolean | undefined]>([
    ['it is among those of its use', { signing: [B.sha256, A.sha256], encryption: undefined }, true],
    ['it is not', { signing: [B.sha256], encryption: undefined }, false],
    ['it is among those of another use', { signing: [], encryption: [A.sha256] }, false],
    ['nobody knows', { signing: undefined, encryption: [A.sha256] }, undefined],
  ])('is trusted or not where %s', (_what, trusted, expected) => {
    expect(isTrusted({ ...A, use: 'signing' }, trusted)).toBe(expected);
  });

  test('belongs to who signs or who reads', () => {
    expect(METADATA_SIDES).toEqual(['identity-provider', 'relying-party']);
  });
});
