import { describe, expect, test } from '@jest/globals';
import { sha256 } from '../../lib/adapters/system/sha256.ts';
import {
  type DeclaredItem,
  isDeclared,
  momentOf,
  nativeIdOf,
  subjectOfItem,
} from '../../lib/domain/declared-item.ts';
import { credentialId, subjectId } from '../../lib/domain/ids.ts';
import { parseInstant } from '../../lib/domain/time.ts';
import { aTenant } from '../support/tenants.ts';

const TENANT = aTenant();
const item = (said: Partial<DeclaredItem> = {}): DeclaredItem => ({
  id: 'ztna-key',
  revision: 3,
  kind: 'client-secret',
  name: 'ZTNA connector',
  expires: '2027-03-01',
  ...said,
});
const subject = (said: Partial<DeclaredItem> = {}) => subjectOfItem(sha256, TENANT, item(said));
const credential = (said: Partial<DeclaredItem> = {}) => subject(said).credentials[0]!;

describe('a declared item', () => {
  test('is a subject with one credential, of which nothing is known that was not written', () => {
    const id = subjectId(sha256, { tenant: TENANT.id, source: 'declared', nativeId: 'declared/ztna-key' });
    expect(subject()).toEqual({
      id,
      tenant: TENANT.id,
      environment: 'DEVL',
      source: 'declared',
      kind: 'declared-item',
      nativeId: 'declared/ztna-key',
      appId: undefined,
      name: 'ZTNA connector',
      labels: [],
      ownerHints: { serviceManagementReference: undefined, ownerTag: undefined },
      enabled: true,
      credentials: [
        {
          id: credentialId(sha256, id, 'client-secret', 'ztna-key'),
          kind: 'client-secret',
          keyId: 'ztna-key',
          name: 'ZTNA connector',
          startsAt: undefined,
          expiresAt: parseInstant('2027-03-01T00:00:00Z'),
          thumbprint: undefined,
          hint: undefined,
          enabled: true,
          renewsItself: false,
          managedBy: undefined,
          role: undefined,
          expiryUnknown: undefined,
          concerns: undefined,
          dependents: undefined,
        },
      ],
    });
  });

  test('has labels for what a subject has no words for, in one order', () => {
    expect(subject({ labels: ['zone:b', 'a'], level: 'namespace', endpoint: 'scim.example' }).labels).toEqual(
      ['a', 'endpoint:scim.example', 'level:namespace', 'zone:b'],
    );
  });

  test('says who answers for it', () => {
    expect(subject({ owner: 'olive@northwind.example', team: 'TEAM-7' }).ownerHints).toEqual({
      serviceManagementReference: 'TEAM-7',
      ownerTag: 'olive@northwind.example',
    });
  });

  test('has the role, the begin and the thumbprint that were written', () => {
    expect(
      credential({
        kind: 'saml-signing-certificate',
        role: 'next',
        starts: '2026-03-01T10:00:00Z',
        thumbprint: 'ab12',
      }),
    ).toMatchObject({
      kind: 'saml-signing-certificate',
      role: 'next',
      startsAt: parseInstant('2026-03-01T10:00:00Z'),
      thumbprint: 'AB12',
    });
  });

  test('whose end nobody knows says so, and one that never ends does not', () => {
    expect(credential({ expires: 'unknown' })).toMatchObject({
      expiresAt: undefined,
      expiryUnknown: true,
      concerns: [
        {
          what: 'end-not-declared',
          detail: 'Nobody has said when it ends, so nobody can be told in time.',
        },
      ],
    });
    expect(credential({ expires: 'never' })).toMatchObject({
      expiresAt: undefined,
      expiryUnknown: undefined,
      concerns: undefined,
    });
  });

  test('names its partners, and then who depends on it and what those accept', () => {
    expect(
      credential({
        partners: ['Contoso'],
        dependents: [{ name: 'HR' }, { name: 'Shop', what: 'okta', accepts: ['certificate'] }],
      }).dependents,
    ).toEqual([
      { name: 'Contoso', what: 'partner' },
      { name: 'HR', what: 'system' },
      { name: 'Shop', what: 'okta', accepts: ['certificate'] },
    ]);
    expect(credential({ dependents: [{ name: 'HR' }] }).dependents?.[0]).not.toHaveProperty('accepts');
  });
});

describe('what it is called', () => {
  test('has a place of its own', () => {
    expect(nativeIdOf({ id: 'x' })).toBe('declared/x');
  });

  test.each([
    ['declared/ztna-key', true],
    ['declared/0', true],
    ['declared/monitor.smtp-password', true],
    [`declared/${'a'.repeat(63)}`, true],
    [`declared/${'a'.repeat(64)}`, false],
    ['declared/', false],
    ['declared/-a', false],
    ['declared/A', false],
    ['declared/a.b', false],
    ['declared/monitor.', false],
    ['declared/other.a', false],
    ['vaults/a', false],
    ['x/declared/a', false],
    ['declared/a/b', false],
  ])('%s is such a name: %s', (nativeId, expected) => {
    expect(isDeclared(nativeId)).toBe(expected);
  });
});

describe('a moment that was written', () => {
  test.each([
    ['2027-03-01', '2027-03-01T00:00:00Z'],
    ['2027-03-01T10:00:00Z', '2027-03-01T10:00:00Z'],
    ['2027-03-01T10:00:00+02:00', '2027-03-01T08:00:00Z'],
  ])('%s is %s: of a day its first', (written, meant) => {
    expect(momentOf(written)).toBe(parseInstant(meant)!);
  });

  test.each(['never', 'unknown', '', '2027-02-30', 'on 2027-03-01', '2027-03-011'])(
    '%j is none',
    (written) => {
      expect(momentOf(written)).toBeUndefined();
    },
  );
});
