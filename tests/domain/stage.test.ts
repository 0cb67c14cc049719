import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { DEFAULT_POLICY, type Limit, limitInstant, type StagePolicy } from '../../lib/domain/policy.ts';
import { type Announced, beginOf, nextChange, rankOf, rankSaid, stageOf } from '../../lib/domain/stage.ts';
import { days, type Instant, instantOfMs, minus, plus } from '../../lib/domain/time.ts';
import { perhaps } from '../support/arbitraries/values.ts';
import { aCredential, NOW } from '../support/builders.ts';

const { fallback } = DEFAULT_POLICY;
const within = (before: number | undefined, percentOfLifetime?: number): Limit => ({
  before: before === undefined ? undefined : days(before),
  percentOfLifetime,
});
const daysLeft = (limit: Limit, lifetime: number | undefined): number => {
  const startsAt = lifetime === undefined ? undefined : minus(NOW, days(lifetime));
  return (NOW - limitInstant(limit, startsAt, NOW)) / days(1);
};

describe('a limit', () => {
  test.each([
    ['thirty days of a year', within(30), 365, 30],
    ['a fifth of a year', within(undefined, 20), 365, 73],
    ['120 days of two years', within(120), 730, 120],
    ['the later of 60 days and half of a year', within(60, 50), 365, 60],
    ['the later of 60 days and half of 47 days', within(60, 50), 47, 23.5],
    ['the later of 60 days and a fifth of 47 days', within(60, 20), 47, 9.4],
    ['days, where the start is not known', within(30, 50), undefined, 30],
    ['days, where the start is the end', within(30, 50), 0, 30],
    ['days, where the start is after the end', within(30, 50), -5, 30],
    ['the end itself, for a share of an unknown lifetime', within(undefined, 20), undefined, 0],
    ['the end itself, where nothing is said', within(undefined), 365, 0],
  ])('%s', (_what, limit, lifetime, left) => {
    expect(daysLeft(limit, lifetime)).toBeCloseTo(left, 6);
  });

  test('by share is a whole millisecond', () => {
    const begins = limitInstant(within(undefined, 33), instantOfMs(0), instantOfMs(1001));
    expect(Number.isInteger(begins)).toBe(true);
  });
});

const limits = fc.record({
  before: perhaps(fc.integer({ min: 0, max: 200 }).map(days)),
  percentOfLifetime: perhaps(fc.integer({ min: 1, max: 99 })),
});
const policies: fc.Arbitrary<StagePolicy> = fc.array(limits, { minLength: 1, maxLength: 5 }).map((all) => ({
  stages: all.map((limit, i) => ({ name: `stage-${i}`, limit, actions: [] })),
  onExpired: [],
}));
const nearNow = fc.integer({ min: days(-400), max: days(400) }).map((ms) => instantOfMs(NOW + ms));
const credentials = fc
  .record({ startsAt: perhaps(nearNow), expiresAt: perhaps(nearNow) })
  .map((ends) => aCredential(ends));
const order = (policy: StagePolicy): string[] => [
  'not-yet-effective',
  'active',
  ...policy.stages.map(({ name }) => name),
  'expired',
];

describe('stages', () => {
  test('meet: at any instant one of them holds, and none comes after a closer one', () => {
    fc.assert(
      fc.property(credentials, policies, nearNow, nearNow, (credential, policy, a, b) => {
        const [first, second] = a <= b ? [a, b] : [b, a];
        const at = (now: Instant) => order(policy).indexOf(stageOf(credential, policy, now));
        expect(at(first)).toBeGreaterThanOrEqual(0);
        expect(at(second)).toBeGreaterThanOrEqual(at(first));
      }),
    );
  });

  test('do not change before the next change, which is later than now', () => {
    fc.assert(
      fc.property(
        credentials,
        policies,
        nearNow,
        fc.double({ min: 0, max: 1, noNaN: true }),
        (credential, policy, now, part) => {
          const change = nextChange(credential, policy, now);
          const until = change ?? plus(now, days(10_000));
          expect(until).toBeGreaterThan(now);
          for (const at of [now + Math.floor((until - 1 - now) * part), until - 1]) {
            expect(stageOf(credential, policy, instantOfMs(at))).toBe(stageOf(credential, policy, now));
          }
        },
      ),
    );
  });

  test.each([
    [within(60, 50), 'active', 'notice'],
    [within(30), 'notice', 'near-expiry'],
    [within(7), 'near-expiry', 'urgent'],
    [within(1), 'urgent', 'final'],
    [within(0), 'final', 'expired'],
  ])('change in the very millisecond of the limit %j: %s, then %s', (limit, before, from) => {
    const credential = aCredential();
    const edge = limitInstant(limit, credential.startsAt, credential.expiresAt!);
    expect([-1, 0, 1].map((ms) => stageOf(credential, fallback, instantOfMs(edge + ms)))).toEqual([
      before,
      from,
      from,
    ]);
  });

  test('begin in the very millisecond in which a credential becomes effective', () => {
    const credential = aCredential({ startsAt: NOW, expiresAt: plus(NOW, days(365)) });
    const seen = [-1, 0, 1].map((ms) => stageOf(credential, fallback, instantOfMs(NOW + ms)));
    expect(seen).toEqual(['not-yet-effective', 'active', 'active']);
  });

  test('of a certificate of 47 days begin at half of its life, at the stage that holds there', () => {
    const credential = aCredential({ startsAt: NOW, expiresAt: plus(NOW, days(47)) });
    const onDay = (day: number) => stageOf(credential, fallback, plus(NOW, days(day)));
    expect([0, 23.4, 23.5, 40, 46, 47].map(onDay)).toEqual([
      'active',
      'active',
      'near-expiry',
      'urgent',
      'final',
      'expired',
    ]);
  });

  test('of what never ends are active for ever', () => {
    const credential = aCredential({ expiresAt: undefined });
    expect(stageOf(credential, fallback, plus(NOW, days(9999)))).toBe('active');
    expect(nextChange(credential, fallback, NOW)).toBeUndefined();
  });

  test('rank closer to the end higher, and one of a policy that has gone lowest', () => {
    const ranks = ['of-yore', 'notice', 'near-expiry', 'urgent', 'final', 'expired'].map((stage) =>
      rankOf(fallback, stage),
    );
    expect(ranks).toEqual(ranks.toSorted((a, b) => a - b));
    expect(new Set(ranks).size).toBe(6);
  });
});

describe('what was said under another policy', () => {
  const stages = (...all: readonly (readonly [string, number])[]): StagePolicy => ({
    stages: all.map(([name, left]) => ({ name, limit: within(left), actions: [] })),
    onExpired: [],
  });
  const credential = aCredential();
  const leftAt = (left: number): Instant => minus(credential.expiresAt!, days(left));
  const now = stages(['notice', 60], ['near-expiry', 30], ['urgent', 7]);

  test.each<readonly [string, Announced, number]>([
    ['by its name, while it begins when it began', { stage: 'urgent', from: leftAt(7) }, 2],
    ['by its name, where nobody knows when it began', { stage: 'urgent', from: undefined }, 2],
    [
      'for nothing, where its name has gone and nobody knows when it began',
      { stage: 'of-yore', from: undefined },
      -1,
    ],
    ['as the stage of that time, where its name has gone', { stage: 'of-yore', from: leftAt(30) }, 1],
    ['for nothing, where there was no stage at that time', { stage: 'of-yore', from: leftAt(90) }, -1],
    [
      'as the stage of that time, where its name is for a later time now',
      { stage: 'urgent', from: leftAt(45) },
      0,
    ],
    [
      'for nothing, where its name is for a later time now, and there was no stage',
      { stage: 'notice', from: leftAt(61) },
      -1,
    ],
    [
      'no closer than its name, where its name is for an earlier time now',
      { stage: 'notice', from: leftAt(7) },
      0,
    ],
    ['as the end, which no policy moves', { stage: 'expired', from: credential.expiresAt }, 3],
  ])('counts %s', (_how, said, rank) => {
    expect(rankSaid(now, credential, said)).toBe(rank);
  });

  test('begins when its limit says; the end begins at the end; what never ends or is not known has no begin', () => {
    expect(beginOf(now, credential, 'urgent')).toBe(leftAt(7));
    expect(beginOf(now, credential, 'expired')).toBe(credential.expiresAt);
    expect(beginOf(now, credential, 'of-yore')).toBeUndefined();
    expect(beginOf(now, aCredential({ expiresAt: undefined }), 'urgent')).toBeUndefined();
    expect(beginOf(now, aCredential({ expiresAt: undefined }), 'expired')).toBeUndefined();
  });
});
