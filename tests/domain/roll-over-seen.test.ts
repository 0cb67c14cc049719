import { describe, expect, test } from '@jest/globals';
import type { Credential, CredentialRole } from '../../lib/domain/credential.ts';
import type { CredentialId } from '../../lib/domain/ids.ts';
import { partnersOf, seenOf } from '../../lib/domain/roll-over-seen.ts';
import { days, plus } from '../../lib/domain/time.ts';
import { aCredential, aSubject, NOW } from '../support/builders.ts';

const KIND = 'federation-signing-certificate';
const END = plus(NOW, days(20));
const old = (said: Partial<Credential> = {}): Credential =>
  aCredential({ kind: KIND, keyId: 'old', role: 'current', expiresAt: END, ...said });
const next = (said: Partial<Credential> = {}): Credential => ({
  ...aCredential({ kind: KIND, keyId: 'next', thumbprint: 'AB', expiresAt: plus(NOW, days(400)) }),
  id: 'cr-next' as CredentialId,
  ...said,
});
const of = { credentialId: old().id, kind: KIND, expiresAt: END } as const;
const seen = (...credentials: readonly Credential[]) => seenOf(aSubject({ credentials }), of);
const NEXT = { keyId: 'next', thumbprint: 'AB', expiresAt: plus(NOW, days(400)) };
const nothing = { next: undefined, switched: false, removed: false };

describe('what a scan proves of a roll-over', () => {
  test('nothing, as long as there is only the old one, or not even that', () => {
    expect(seen(old())).toEqual(nothing);
    expect(seen()).toEqual(nothing);
  });

  test.each<[string, Partial<Credential>]>([
    ['of another kind', { kind: 'client-certificate' }],
    ['that is off', { enabled: false }],
    ['that ends with the old one', { expiresAt: END }],
    ['of which nobody knows the end', { expiresAt: undefined }],
  ])('nothing, by one %s', (_, said) => {
    expect(seen(old(), next(said))).toEqual(nothing);
  });

  test('that the next one is there, and not used', () => {
    expect(seen(old(), next({ role: 'next' }))).toEqual({ next: NEXT, switched: false, removed: false });
  });

  test.each<[CredentialRole, CredentialRole]>([
    ['primary', 'secondary'],
    ['current', 'next'],
  ])('that one that is %s is used, and the old one, which is %s, is still there', (used, unused) => {
    expect(seen(old({ role: unused }), next({ role: used }))).toEqual({
      ...{ next: NEXT, switched: true, removed: false },
    });
  });

  test('no switch where nothing tells which one is used', () => {
    const both = seen(old({ role: undefined }), next({ role: undefined }));
    expect(both).toEqual({ next: NEXT, switched: false, removed: false });
    expect(seen(old({ role: 'current' }), next({ role: 'current' }))).toMatchObject({ switched: false });
  });

  test('the one that is used before others that outlive the old one', () => {
    const other = next({ id: 'cr-other' as CredentialId, keyId: 'other', role: 'secondary' });
    expect(seen(old({ role: 'secondary' }), other, next({ role: 'primary' })).next).toEqual(NEXT);
  });

  test('all of it when the old one is gone', () => {
    expect(seen(next({ role: 'current' }))).toEqual({ next: NEXT, switched: true, removed: true });
    expect(seen(next())).toEqual({ next: NEXT, switched: true, removed: true });
  });

  test('all of it when the item was written down anew with a later end', () => {
    const later = plus(END, days(365));
    expect(seen(old({ expiresAt: later, thumbprint: 'CD' }))).toEqual({
      ...{ next: { keyId: 'old', thumbprint: 'CD', expiresAt: later }, switched: true, removed: true },
    });
  });
});

describe('partners', () => {
  const facts = aSubject({
    credentials: [
      old({
        dependents: [
          { name: 'hr.partner.example', what: 'relying-party' },
          { name: 'sso@partner.example', what: 'partner' },
        ],
      }),
    ],
  });

  test('are those whom the directory tells and who depend on it, each once; an address is written to', () => {
    expect(partnersOf(facts, of, ['iam@northwind.example', 'sso@partner.example'])).toEqual([
      { name: 'iam@northwind.example', address: 'iam@northwind.example' },
      { name: 'sso@partner.example', address: 'sso@partner.example' },
      { name: 'hr.partner.example', address: undefined },
    ]);
  });

  test('are at most fifty, and none where nothing is known', () => {
    const many = Array.from({ length: 60 }, (_, n) => `partner-${n}`);
    expect(partnersOf(facts, of, many)).toHaveLength(50);
    expect(partnersOf(undefined, of, [])).toEqual([]);
    expect(partnersOf(aSubject({ credentials: [old()] }), of, [])).toEqual([]);
  });
});
