import { describe, expect, test } from '@jest/globals';
import { impactOf, isUnused, SEVERITIES, severityOf } from '../../lib/domain/severity.ts';
import { days, instantOfMs, minus } from '../../lib/domain/time.ts';
import { aSubject, NOW } from '../support/builders.ts';

const vault = aSubject({ source: 'key-vault' });
const application = aSubject();
const privileged = aSubject({ privileged: true });
const privilegedVault = aSubject({ source: 'key-vault', privileged: true });

describe('impact', () => {
  test.each([
    ['an application', application, 'critical'],
    ['an application with rights over the tenant', privileged, 'critical'],
    ['an application without', aSubject({ privileged: false }), 'critical'],
    ['an item of a vault', vault, 'high'],
    ['an item of a vault, with rights over the tenant', privilegedVault, 'critical'],
  ])('of the end of what is held by %s', (_what, subject, impact) => {
    expect(impactOf(subject)).toBe(impact);
  });
});

describe('severity', () => {
  const none = { isPerhapsReplaced: false, isUnused: false };

  test.each([
    ['an application', application, ['critical', 'high', 'medium']],
    ['one with rights over the tenant', privileged, ['critical', 'critical', 'high']],
    ['an item of a vault', vault, ['high', 'medium', 'low']],
  ])('of %s falls with the time that is left', (_what, subject, expected) => {
    expect(([0, 1, 2] as const).map((distance) => severityOf(subject, { ...none, distance }))).toEqual(
      expected,
    );
  });

  test('is one step lower for each doubt, and never lower than low', () => {
    const doubts = [
      none,
      { ...none, isUnused: true },
      { ...none, isPerhapsReplaced: true },
      { isUnused: true, isPerhapsReplaced: true },
    ];
    expect(doubts.map((doubt) => severityOf(application, { ...doubt, distance: 0 }))).toEqual([
      'critical',
      'high',
      'high',
      'medium',
    ]);
    expect(doubts.map((doubt) => severityOf(vault, { ...doubt, distance: 2 }))).toEqual([
      'low',
      'low',
      'low',
      'low',
    ]);
  });

  test('has four steps, from the least to the gravest', () => {
    expect(SEVERITIES).toEqual(['low', 'medium', 'high', 'critical']);
  });
});

describe('what lies unused', () => {
  test.each([
    ['used last exactly so long ago', minus(NOW, days(90)), true],
    ['used a millisecond later', instantOfMs(minus(NOW, days(90)) + 1), false],
    ['of which nothing is known', undefined, false],
  ])('is not what was %s: %s', (_what, lastUsedAt, unused) => {
    expect(isUnused({ lastUsedAt }, days(90), NOW)).toBe(unused);
  });
});
