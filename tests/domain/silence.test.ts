import { describe, expect, test } from '@jest/globals';
import {
  approvalFault,
  endUnder,
  faultsOf,
  halfTimeOf,
  type Silence,
  type SilenceView,
  standingOf,
  voidReason,
  type WantedSilence,
} from '../../lib/domain/silence.ts';
import { days, type Instant, instantOfMs, minus, plus } from '../../lib/domain/time.ts';
import { DEFAULT_POLICY } from '../../lib/domain/policy.ts';
import { aCredential, aPerson, aSilence, NOW } from '../support/builders.ts';

const inDays = (n: number): Instant => plus(NOW, days(n));
const view = (said: Partial<SilenceView> = {}): SilenceView => ({
  credential: aCredential(),
  severity: 'critical',
  owners: 'the owners',
  ...said,
});

describe('a silence', () => {
  test.each<readonly [string, Partial<SilenceView>, ReturnType<typeof voidReason>]>([
    ['holds while all is as it was', {}, undefined],
    ['holds when nobody asked who owns it', { owners: undefined }, undefined],
    ['is void when its credential is gone', { credential: undefined }, 'credential-gone'],
    ['is void with another end', { credential: aCredential({ expiresAt: inDays(21) }) }, 'expiry-changed'],
    ['is void without an end', { credential: { expiresAt: undefined } }, 'expiry-changed'],
    ['is void when it has become graver, or less grave', { severity: 'high' }, 'severity-changed'],
    ['is void with other owners', { owners: 'others' }, 'owners-changed'],
  ])('%s', (_what, said, why) => {
    expect(voidReason(aSilence(), view(said))).toBe(why);
  });

  test.each<readonly [string, Partial<Silence>, Instant, ReturnType<typeof standingOf>]>([
    ['is in force from its first millisecond', { startsAt: NOW }, NOW, 'in-force'],
    ['has not begun a millisecond before', { startsAt: NOW }, instantOfMs(NOW - 1), 'not-begun'],
    ['is in force in the last millisecond', { until: NOW }, instantOfMs(NOW - 1), 'in-force'],
    ['has ended in the millisecond of its end', { until: NOW }, NOW, 'ended'],
    ['waits for an approver', { kind: 'accepted-risk', approver: undefined }, NOW, 'awaiting-approval'],
    [
      'waits no longer once it has ended',
      { kind: 'exception', approver: undefined, until: NOW },
      NOW,
      'ended',
    ],
    ['is in force once approved', { kind: 'exception' }, NOW, 'in-force'],
  ])('%s', (_what, said, now, standing) => {
    expect(standingOf(aSilence(said), view(), now)).toBe(standing);
  });

  test('that is void says why, whatever else it is', () => {
    const silence = aSilence({ until: NOW });
    expect(standingOf(silence, view({ owners: 'others' }), NOW)).toEqual({ void: 'owners-changed' });
  });
});

describe('a wish for silence', () => {
  const wish = (said: Partial<WantedSilence>, isOtherKindPreferred = true) =>
    faultsOf(
      { kind: 'snooze', reason: 'It is switched off.', until: inDays(7), ...said },
      { credential: aCredential(), limits: DEFAULT_POLICY.silences, isOtherKindPreferred },
      NOW,
    ).map(({ code }) => code);

  test.each<readonly [string, Partial<WantedSilence>, readonly string[]]>([
    ['for a week', {}, []],
    ['for one millisecond', { until: instantOfMs(NOW + 1) }, []],
    ['until now', { until: NOW }, ['IN_THE_PAST']],
    ['until yesterday', { until: inDays(-1) }, ['IN_THE_PAST']],
    ['without a word of reason', { reason: ' \n' }, ['NO_REASON']],
    ['until the very end of its credential', { until: inDays(20) }, []],
    ['beyond the end of its credential', { until: instantOfMs(inDays(20) + 1) }, ['OUTLASTS_CREDENTIAL']],
    [
      'beyond all limits',
      { until: inDays(31), reason: '' },
      ['NO_REASON', 'TOO_LONG', 'OUTLASTS_CREDENTIAL'],
    ],
    ['to bear the risk for a year', { kind: 'accepted-risk', until: inDays(365) }, []],
    [
      'to bear the risk for longer',
      { kind: 'accepted-risk', until: instantOfMs(inDays(365) + 1) },
      ['TOO_LONG'],
    ],
    ['to make an exception for 92 days', { kind: 'exception', until: inDays(92) }, []],
    [
      'to make an exception for longer',
      { kind: 'exception', until: instantOfMs(inDays(92) + 1) },
      ['TOO_LONG'],
    ],
  ])('%s has the faults %j', (_what, said, faults) => {
    expect(wish(said)).toEqual(faults);
  });

  test('for an exception needs something that is preferred', () => {
    expect(wish({ kind: 'exception' }, false)).toEqual(['NOTHING_PREFERRED']);
    expect(wish({ kind: 'accepted-risk' }, false)).toEqual([]);
  });

  test('says how long it may last, and when its credential ends', () => {
    const context = {
      credential: aCredential(),
      limits: DEFAULT_POLICY.silences,
      isOtherKindPreferred: true,
    };
    const faults = faultsOf({ kind: 'snooze', reason: 'why', until: inDays(40) }, context, NOW);
    expect(faults).toEqual([
      { code: 'TOO_LONG', atMost: days(30) },
      { code: 'OUTLASTS_CREDENTIAL', expiresAt: inDays(20) },
    ]);
  });

  test.each([
    ['has expired', aCredential({ expiresAt: NOW })],
    ['expired long ago', aCredential({ expiresAt: inDays(-9) })],
    ['never ends', aCredential({ expiresAt: undefined })],
  ])('about a credential that %s may be a snooze', (_when, credential) => {
    const context = { credential, limits: DEFAULT_POLICY.silences, isOtherKindPreferred: false };
    expect(faultsOf({ kind: 'snooze', reason: 'why', until: inDays(7) }, context, NOW)).toEqual([]);
  });
});

describe('an approval of a silence', () => {
  const waiting = (said: Partial<Silence> = {}) =>
    aSilence({ kind: 'accepted-risk', approver: undefined, ...said });

  test.each<readonly [string, Silence, ReturnType<typeof approvalFault>]>([
    ['counts', waiting(), undefined],
    ['of a snooze is not needed', aSilence(), 'NEEDS_NO_APPROVAL'],
    ['that was given is not given again', aSilence({ kind: 'exception' }), 'ALREADY_APPROVED'],
    ['comes too late in the millisecond of the end', waiting({ until: NOW }), 'ENDED'],
    ['comes in time before', waiting({ until: instantOfMs(NOW + 1) }), undefined],
  ])('%s', (_what, silence, fault) => {
    expect(approvalFault(silence, aPerson('Ada'), NOW)).toBe(fault);
  });

  test('never comes from the one who asked', () => {
    const silence = waiting();
    expect(approvalFault(silence, { ...silence.author }, NOW)).toBe('APPROVER_IS_AUTHOR');
  });
});

describe('an exception', () => {
  const exception = aSilence({ kind: 'exception', startsAt: NOW, until: instantOfMs(NOW + 7) });

  test('is half over at its middle, at a whole millisecond', () => {
    expect(halfTimeOf(exception)).toBe(NOW + 3);
  });

  test('lets nothing live longer that is made under it', () => {
    const later = aSilence({ kind: 'exception', until: inDays(30) });
    expect(endUnder([later, exception], inDays(180))).toBe(exception.until);
    expect(endUnder([later], inDays(10))).toBe(inDays(10));
    expect(endUnder([aSilence({ until: minus(NOW, days(1)) })], inDays(180))).toBe(inDays(180));
  });
});
