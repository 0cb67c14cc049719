import { describe, expect, test } from '@jest/globals';
import { type Credential, credentialOf } from '../../lib/domain/credential.ts';
import type { JudgingInput } from '../../lib/domain/judging.ts';
import { DEFAULT_POLICY } from '../../lib/domain/policy.ts';
import { days, type Instant, instantOfMs, minus, plus } from '../../lib/domain/time.ts';
import { aCredential, aSilence, aSubject, NOW } from '../support/builders.ts';
import { saidOf, watched } from '../support/watched.ts';

const inDays = (n: number): Instant => plus(NOW, days(n));
const found = (credential: Credential, given: Partial<JudgingInput> = {}, others: Credential[] = []) =>
  saidOf(watched({ credentials: [credential, ...others] }, given).judge(NOW));

const endless = aCredential({ expiresAt: undefined });
const never = aCredential({ startsAt: inDays(3), expiresAt: inDays(2) });
const long = aCredential({ startsAt: inDays(-432), expiresAt: inDays(300) });
const old = aCredential({ startsAt: inDays(-400), expiresAt: inDays(-30) });
const newer = aCredential({ keyId: 'newer', startsAt: inDays(-50), expiresAt: inDays(315) });

describe('a finding', () => {
  test.each<readonly [string, Credential, readonly string[]]>([
    ['it never ends', endless, ['no-expiry']],
    ['nobody said when it ends, which is no endless one', { ...endless, expiryUnknown: true }, []],
    ['it ended before it began', never, ['expired-before-start']],
    ['it ended when it began', aCredential({ startsAt: NOW, expiresAt: NOW }), ['expired-before-start']],
    ['it lives for two years and a day', long, ['over-long']],
    ['it lives for two years', { ...long, startsAt: inDays(-431) }, []],
    ['nobody knows when it began', { ...long, startsAt: undefined }, []],
    ['it had ended a month ago', old, ['long-expired']],
    ['it had long been out of use when it ended', { ...old, lastUsedAt: inDays(-120) }, ['unused-expired']],
    ['it was in use when it ended', { ...old, lastUsedAt: inDays(-119) }, ['long-expired']],
  ])('is made where %s', (_when, credential, findings) => {
    expect(found(credential)).toEqual(findings);
  });

  test.each<readonly [Credential['kind'], number, readonly string[]]>([
    ['saml-signing-certificate', 3 * 365 + 1, []],
    ['saml-signing-certificate', 3 * 365 + 2, ['over-long']],
    ['token-signing-certificate', 3 * 365 + 1, []],
    ['client-certificate', 3 * 365, ['over-long']],
  ])('a %s of %d days: %j', (kind, length, expected) => {
    const credential = aCredential({ kind, startsAt: NOW, expiresAt: plus(NOW, days(length)) });
    expect(found(credential)).toEqual(expected);
  });

  test('is made of what has expired and was replaced, and not before it expired', () => {
    expect(found(old, {}, [newer])).toEqual(['unused-expired']);
    expect(found(aCredential({ ...old, expiresAt: inDays(-1) }), {}, [newer])).toEqual(['unused-expired']);
    expect(found(aCredential(), {}, [newer])).toEqual([]);
  });

  test('is not made of what a renewal is about to remove', () => {
    const of = new Set([old.id]);
    const ended = aCredential({ ...old, expiresAt: inDays(-1) });
    expect(found(ended, { underWay: of }, [newer])).toEqual([]);
    expect(found(ended, { handedOver: of }, [newer])).toEqual([]);
  });

  test.each<readonly [string, Credential, Partial<JudgingInput>]>([
    ['is managed', { ...endless, managedBy: 'its vault' }, {}],
    ['is disabled', { ...endless, enabled: false }, {}],
    ['is of a source that does not speak', endless, { armed: false }],
    [
      'is excluded',
      endless,
      { policy: { ...DEFAULT_POLICY, scope: { include: [{ names: ['x'] }], exclude: [] } } },
    ],
    ['is snoozed', { ...long, expiresAt: inDays(20) }, { silences: [aSilence()] }],
    [
      'is a risk that is borne',
      { ...long, expiresAt: inDays(20) },
      { silences: [aSilence({ kind: 'accepted-risk' })] },
    ],
  ])('is not made of what %s', (_what, credential, given) => {
    const policy = { ...DEFAULT_POLICY, fallback: { ...DEFAULT_POLICY.fallback, longestLifetime: days(1) } };
    expect(found(credential, { policy, ...given })).toEqual([]);
  });

  test('of a long life follows the rule that the credential stands under, and none where none is too long', () => {
    const { longestLifetime: _, ...fallback } = DEFAULT_POLICY.fallback;
    expect(found(long, { policy: { ...DEFAULT_POLICY, fallback } })).toEqual([]);
    const rules = [{ ...fallback, kinds: ['client-secret' as const], longestLifetime: days(180) }];
    const year = aCredential({ startsAt: inDays(-100), expiresAt: inDays(100) });
    expect(found(year, { policy: { ...DEFAULT_POLICY, rules } })).toEqual(['over-long']);
  });

  test('comes after the deadlines of all credentials, so that the cap is for those first', () => {
    const { judge } = watched({ credentials: [endless, aCredential({ keyId: 'due' })] });
    expect(saidOf(judge(NOW, { allowance: 1 }))).toEqual(['near-expiry']);
    expect(saidOf(judge(NOW, { allowance: 1 }))).toEqual(['no-expiry']);
    expect(saidOf(judge(NOW))).toEqual([]);
  });

  test('is made of what was to renew itself and is late by the policy, and once though its source says so too', () => {
    const vaulted = { renewsItself: true, expiresAt: inDays(200), startsAt: inDays(-100) };
    const late = aCredential({ ...vaulted, renewsAt: minus(NOW, DEFAULT_POLICY.renewalGrace) });
    expect(found(late)).toEqual(['renewal-overdue']);
    expect(found(aCredential({ ...vaulted, renewsAt: NOW }))).toEqual([]);
    const told = { ...late, concerns: [{ what: 'renewal-overdue' as const, detail: 'It is late.' }] };
    expect(found(told)).toEqual(['renewal-overdue']);
  });

  test('is made for each of several at once, and each once', () => {
    const both = aCredential({ startsAt: inDays(-900), expiresAt: minus(NOW, days(30)) });
    const { judge } = watched({ credentials: [both] });
    expect(saidOf(judge(NOW, { allowance: 1 }))).toEqual(['over-long']);
    expect(saidOf(judge(NOW))).toEqual(['long-expired']);
    expect(saidOf(judge(instantOfMs(NOW + 1)))).toEqual([]);
  });

  test('of what its source shows is said again when it was over and came back; of what follows from dates, once', () => {
    const quarantined = { what: 'provisioning-quarantined', detail: 'It stands still.' } as const;
    const other = { what: 'unreachable', detail: 'It does not answer.' } as const;
    const { change, judge } = watched({ credentials: [{ ...endless, concerns: [quarantined, other] }] });
    const after = (concerns: Credential['concerns']) => {
      change([{ ...endless, concerns }]);
      return saidOf(judge(NOW));
    };
    expect(saidOf(judge(NOW))).toEqual(['no-expiry', 'provisioning-quarantined', 'unreachable']);
    expect(after([quarantined, other])).toEqual([]);
    expect(after([other])).toEqual([]);
    expect(after([quarantined, other])).toEqual(['provisioning-quarantined']);
    expect(after(undefined)).toEqual([]);
    expect(after([other])).toEqual(['unreachable']);
  });
});

test('a credential of a subject is found by its id, and one that is not there is not', () => {
  const subject = aSubject({ credentials: [old, newer] });
  expect(credentialOf(subject, newer.id)).toBe(newer);
  expect(credentialOf(aSubject({ credentials: [old] }), newer.id)).toBeUndefined();
});
