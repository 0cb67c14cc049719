import { describe, expect, test } from '@jest/globals';
import type { Credential } from '../../lib/domain/credential.ts';
import { type Replacement, replacementOf } from '../../lib/domain/replaced.ts';
import { severityOf } from '../../lib/domain/severity.ts';
import { isChosenByRole, nextInTime, successionByChoice } from '../../lib/domain/signer-succession.ts';
import { days, instantOfMs, minus, plus } from '../../lib/domain/time.ts';
import { aCredential, aSubject, NOW } from '../support/builders.ts';

const NAME = 'CN=Microsoft Azure Federated SSO Certificate';
const saml = (said: Partial<Credential>): Credential =>
  aCredential({ kind: 'saml-signing-certificate', name: NAME, ...said });
const LATER = { keyId: 'later', startsAt: minus(NOW, days(2)), expiresAt: plus(NOW, days(900)) };
const fate = (credential: Credential, ...others: readonly Credential[]) =>
  replacementOf(aSubject({ credentials: [credential, ...others] }), credential, NOW);

describe('a certificate of which one is chosen', () => {
  test.each<readonly [string, Credential['role'], Credential['role'], Replacement]>([
    ['chosen, with a newer one that is not', 'primary', 'secondary', 'none'],
    ['not chosen, with one that is and lives longer', 'secondary', 'primary', 'replaced'],
    ['not chosen, with a newer one that is not either', 'secondary', 'secondary', 'none'],
    ['of which nobody says, with a newer one', undefined, undefined, 'unsure'],
    ['of which nobody says, with one that is chosen', undefined, 'primary', 'replaced'],
  ])('that is %s', (_what, role, other, expected) => {
    expect(fate(saml({ role }), saml({ role: other, ...LATER }))).toBe(expected);
  });

  test('is not replaced by a chosen one that ends sooner, has ended, or is disabled', () => {
    const old = saml({ role: 'secondary', expiresAt: plus(NOW, days(5)) });
    const chosen = saml({ role: 'primary', ...LATER });
    expect(fate(old, chosen)).toBe('replaced');
    expect(fate(old, { ...chosen, expiresAt: plus(NOW, days(4)) })).toBe('none');
    expect(fate({ ...old, expiresAt: minus(NOW, days(5)) }, { ...chosen, expiresAt: NOW })).toBe('none');
    expect(fate(old, { ...chosen, enabled: false })).toBe('none');
  });

  test('is replaced by a chosen one that is older and lives longer', () => {
    const chosen = saml({ role: 'primary', ...LATER, startsAt: minus(NOW, days(2000)) });
    expect(fate(saml({ role: 'secondary' }), chosen)).toBe('replaced');
  });
});

describe('a certificate that others know the next one of', () => {
  const signing = (said: Partial<Credential>): Credential =>
    aCredential({ kind: 'federation-signing-certificate', name: NAME, ...said });

  test.each<readonly [string, Partial<Credential>, Replacement]>([
    ['has begun', {}, 'waiting'],
    ['begins when it ends', { startsAt: aCredential().expiresAt }, 'waiting'],
    ['begins a millisecond too late', { startsAt: plus(aCredential().expiresAt!, 1 as never) }, 'none'],
    ['ends sooner', { expiresAt: plus(NOW, days(3)) }, 'none'],
    ['is disabled', { enabled: false }, 'none'],
  ])('goes over to it when that %s', (_what, said, expected) => {
    const next = signing({ role: 'next', ...LATER, ...said });
    expect(fate(signing({ role: 'current' }), next)).toBe(expected);
  });

  test('that has ended is no outage while the next one holds', () => {
    const ended = signing({ role: 'current', expiresAt: minus(NOW, days(1)) });
    expect(fate(ended, signing({ role: 'next', ...LATER }))).toBe('waiting');
  });
});

describe('what became of one of which one is chosen', () => {
  const END = plus(NOW, days(20));
  const one = (role: Credential['role'], said: Partial<Credential> = {}) =>
    saml({ role, expiresAt: END, ...said });
  const later = (role: Credential['role'], said: Partial<Credential> = {}) =>
    saml({ role, ...LATER, ...said });

  test.each<readonly [string, Credential, readonly Credential[], string]>([
    ['the chosen one stays, whatever another says of itself', one('primary'), [later('primary')], 'none'],
    ['alone, it is the one, though nobody says so', one(undefined), [], 'none'],
    ['beside one that ends sooner, too', one(undefined), [later(undefined, { expiresAt: NOW })], 'none'],
    [
      'one of several others may be chosen',
      one('secondary'),
      [later('secondary'), later('primary')],
      'replaced',
    ],
    [
      'one that never ends lives longer',
      one('secondary'),
      [later('primary', { expiresAt: undefined })],
      'replaced',
    ],
    [
      'one that ends at the same moment does not',
      one('secondary'),
      [later('primary', { expiresAt: END })],
      'none',
    ],
    [
      'nothing outlives what never ends',
      one('secondary', { expiresAt: undefined }),
      [later('primary')],
      'none',
    ],
    [
      'but what never ends either',
      one('secondary', { expiresAt: undefined }),
      [later('primary', { expiresAt: undefined })],
      'replaced',
    ],
  ])('%s', (_what, credential, others, expected) => {
    expect(successionByChoice(credential, others, NOW)).toBe(expected);
  });

  test.each<readonly [string, Credential, readonly Credential[], boolean]>([
    ['is in time', one('current'), [later('next')], true],
    ['is in time, among others that are not', one('current'), [later('current'), later('next')], true],
    ['is none where nobody says which is current', one(undefined), [later('next')], false],
    ['is none where nobody says which is next', one('current'), [later(undefined)], false],
    [
      'is in time when it has always been valid',
      one('current'),
      [later('next', { startsAt: undefined })],
      true,
    ],
    ['is in time when it begins at the very end', one('current'), [later('next', { startsAt: END })], true],
    ['is late by a millisecond', one('current'), [later('next', { startsAt: instantOfMs(END + 1) })], false],
    ['must outlive it', one('current'), [later('next', { expiresAt: END })], false],
    ['may never end', one('current'), [later('next', { expiresAt: undefined })], true],
    ['must be enabled', one('current'), [later('next', { enabled: false })], false],
    [
      'is not needed by what never ends',
      one('current', { expiresAt: undefined }),
      [later('next', { expiresAt: undefined })],
      false,
    ],
  ])('the next one %s', (_what, credential, others, expected) => {
    expect(nextInTime(credential, others, NOW)).toBe(expected);
  });

  test.each([
    ['saml-signing-certificate', true],
    ['token-signing-certificate', true],
    ['token-encryption-certificate', true],
    ['federation-signing-certificate', false],
    ['client-secret', false],
  ] as const)('%s is of such a kind: %s', (kind, expected) => {
    expect(isChosenByRole({ kind })).toBe(expected);
  });
});

describe('how grave it is', () => {
  const at = (distance: 0 | 1 | 2) => ({ distance, isPerhapsReplaced: false, isUnused: false }) as const;

  test('that a SAML certificate has expired: an outage', () => {
    expect(
      severityOf(aSubject({ source: 'entra-service-principals', kind: 'service-principal' }), at(0)),
    ).toBe('critical');
  });

  test('that the certificate of a domain will: a whole domain of people is more than one application', () => {
    const domain = aSubject({ source: 'federated-domains', kind: 'federated-domain' });
    expect([severityOf(domain, at(2)), severityOf(aSubject(), at(2))]).toEqual(['high', 'medium']);
  });
});
