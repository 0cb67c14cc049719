import { describe, expect, test } from '@jest/globals';
import { credentialMeant, nameOnForm, tenantsMeant } from '../../lib/domain/adoption.ts';
import { removalOn } from '../../lib/domain/removal-day.ts';
import { retirementDate } from '../../lib/domain/retirement.ts';
import { days, instantOfMs, parseInstant, plus } from '../../lib/domain/time.ts';
import { aCredential, NOW } from '../support/builders.ts';
import { aTenant } from '../support/tenants.ts';

const TENANT = aTenant({ environment: 'LIVE' });
const at = (text: string) => parseInstant(text)!;

describe('the day on which people want the old one gone', () => {
  const ends = at('2026-12-20T09:30:00Z');
  test.each([
    ['2026-12-11', '2026-12-11T12:00:00Z'],
    ['2026-12-20', '2026-12-20T09:30:00Z'],
    ['2027-06-01', '2026-12-20T09:30:00Z'],
    ['2026-11-18', '2026-11-18T12:00:00Z'],
  ])('%s means %s: noon, and never after its own end', (day, when) => {
    expect(removalOn(day, ends, NOW)).toEqual({ ok: true, value: at(when) });
  });

  test('today means now, once noon is over', () => {
    const evening = at('2026-11-18T20:00:00Z');
    expect(removalOn('2026-11-18', ends, evening)).toEqual({ ok: true, value: evening });
  });

  test.each([
    ['2026-11-17', 'PAST'],
    ['2026-13-40', 'NO_DAY'],
    ['18.11.2026', 'NO_DAY'],
    ['', 'NO_DAY'],
    ['2026-12-11T00:00:00Z', 'NO_DAY'],
    ['on 2026-12-11', 'NO_DAY'],
    ['2026-12-111', 'NO_DAY'],
    ['2026-1-1', 'NO_DAY'],
    ['2026-12-1', 'NO_DAY'],
    ['202-12-11', 'NO_DAY'],
  ])('%s is refused as %s', (day, failure) => {
    expect(removalOn(day, ends, NOW)).toEqual({ ok: false, failure });
  });

  test('is over with its last millisecond', () => {
    const midnight = at('2026-11-19T00:00:00Z');
    const last = instantOfMs(midnight - 1);
    expect(removalOn('2026-11-18', ends, last)).toEqual({ ok: true, value: last });
    expect(removalOn('2026-11-18', ends, midnight)).toEqual({ ok: false, failure: 'PAST' });
  });

  test('says nothing once it had come before there was a new one', () => {
    const overlap = days(14);
    const far = plus(NOW, days(90));
    expect(retirementDate(far, NOW, overlap)).toBe(plus(NOW, overlap));
    expect(retirementDate(far, NOW, overlap, plus(NOW, days(30)))).toBe(plus(NOW, days(30)));
    expect(retirementDate(far, NOW, overlap, NOW)).toBe(plus(NOW, overlap));
    expect(retirementDate(plus(NOW, days(2)), NOW, overlap, plus(NOW, days(30)))).toBe(plus(NOW, days(2)));
  });
});

describe('what a form means', () => {
  const names = { DEV: 'DEVL', Production: 'LIVE' };

  test('environments by their names on the form, in whatever case, both ways', () => {
    const tenants = [TENANT, { ...TENANT, environment: 'DEVL' }];
    expect(tenantsMeant(names, ' dev ', tenants)).toEqual([tenants[1]]);
    expect(tenantsMeant(names, 'live', tenants)).toEqual([TENANT]);
    expect(tenantsMeant(names, 'NLE', tenants)).toEqual([]);
    expect(nameOnForm(names, 'DEVL')).toBe('DEV');
    expect(nameOnForm(names, 'NLE')).toBe('NLE');
  });

  test('environments by all their names at once, with blanks around them or not', () => {
    const two = { Test: ' devl ', DEV: 'DEVL' };
    const tenants = [TENANT, { ...TENANT, environment: 'DEVL' }];
    expect(tenantsMeant(two, 'DEV', tenants)).toEqual([tenants[1]]);
    expect(tenantsMeant(two, 'test', tenants)).toEqual([tenants[1]]);
    expect(tenantsMeant(names, 'Production ', tenants)).toEqual([TENANT]);
    expect(nameOnForm(two, ' devl')).toBe('Test');
    expect(nameOnForm({}, 'LIVE')).toBe('LIVE');
  });

  test('by update and day the one credential of that kind, and symmetric keys are secrets', () => {
    const secret = aCredential({ keyId: 'a', expiresAt: plus(NOW, days(20)) });
    const key = aCredential({ keyId: 'k', kind: 'symmetric-key', expiresAt: plus(NOW, days(20)) });
    const certificate = aCredential({
      keyId: 'c',
      kind: 'client-certificate',
      expiresAt: plus(NOW, days(9)),
    });
    const subject = { credentials: [secret, certificate] };
    const meant = (
      update: string,
      removalDay?: string,
      of: Parameters<typeof credentialMeant>[0] = subject,
    ) => credentialMeant(of, { update, removalDay });
    expect(meant('Client SECRET')).toBe(secret);
    expect(meant('Certificate')).toBe(certificate);
    expect(meant('Certificate', '2026-12-08')).toBe(certificate);
    expect(meant('secret', undefined, { credentials: [key, certificate] })).toBe(key);
    // Two that end on the same day are still two.
    expect(meant('secret', '2026-12-08', { credentials: [secret, key] })).toEqual({
      code: 'WHICH_CREDENTIAL',
      days: ['2026-12-08', '2026-12-08'],
    });
    const late = aCredential({ keyId: 'l', expiresAt: plus(NOW, days(40)) });
    expect(meant('secret', undefined, { credentials: [late, secret] })).toEqual({
      code: 'WHICH_CREDENTIAL',
      days: ['2026-12-08', '2026-12-28'],
    });
    expect(meant('secret', undefined, { credentials: [] })).toEqual({ code: 'NO_SUCH_CREDENTIAL' });
  });

  test('of several secrets the one that ends on the day that is written; of none such nobody chooses', () => {
    const first = aCredential({ keyId: 'a', expiresAt: plus(NOW, days(20)) });
    const second = aCredential({ keyId: 'b', expiresAt: plus(NOW, days(40)) });
    const endless = aCredential({ keyId: 'c', expiresAt: undefined });
    const subject = { credentials: [first, second, endless] };
    expect(credentialMeant(subject, { update: 'Secret', removalDay: '2026-12-28' })).toBe(second);
    expect(credentialMeant(subject, { update: 'Secret', removalDay: '2026-12-01' })).toEqual({
      code: 'WHICH_CREDENTIAL',
      days: ['2026-12-08', '2026-12-28'],
    });
    expect(
      credentialMeant({ credentials: [first, endless] }, { update: 'secret', removalDay: undefined }),
    ).toBe(first);
    expect(credentialMeant(subject, { update: 'Certificate', removalDay: undefined })).toEqual({
      code: 'NO_SUCH_CREDENTIAL',
    });
  });
});
