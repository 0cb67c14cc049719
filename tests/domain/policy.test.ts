import { describe, expect, test } from '@jest/globals';
import {
  actionsAt,
  DEFAULT_POLICY,
  isInScope,
  type Limit,
  reminderAt,
  rungsAt,
  stagePolicyFor,
} from '../../lib/domain/policy.ts';
import type { Selector } from '../../lib/domain/selector.ts';
import { days } from '../../lib/domain/time.ts';
import { aCredential, aSubject } from '../support/builders.ts';

const { fallback } = DEFAULT_POLICY;
const within = (before: number, percentOfLifetime: number): Limit => ({
  before: days(before),
  percentOfLifetime,
});

describe('a policy', () => {
  const rule = { ...fallback, kinds: undefined, environments: undefined };
  const live = { ...rule, environments: ['LIVE'] };
  const certificates = { ...rule, kinds: ['client-certificate' as const] };

  test('finds reminders and those who are told besides, in whatever order they stand', () => {
    const remind = { kind: 'remind', every: days(3) } as const;
    const escalate = { kind: 'escalate', to: ['manager'] } as const;
    for (const onExpired of [
      [remind, escalate],
      [escalate, remind],
    ]) {
      expect(reminderAt({ stages: [], onExpired }, 'expired')).toBe(days(3));
      expect(rungsAt({ stages: [], onExpired }, 'expired')).toEqual(['manager']);
    }
  });

  test('leaves out what is excluded and, once anything is included, whatever is not', () => {
    const scoped = (include: readonly Selector[], exclude: readonly Selector[]) =>
      isInScope({ include, exclude }, aSubject(), aCredential());
    const [fits, other] = [{ names: ['payroll-*'] }, { names: ['billing'] }];
    expect([scoped([], []), scoped([fits], []), scoped([other, fits], []), scoped([], [other])]).toEqual([
      true,
      true,
      true,
      true,
    ]);
    expect([scoped([other], []), scoped([], [fits]), scoped([fits], [other, fits])]).toEqual([
      false,
      false,
      false,
    ]);
  });

  test('has half of the lifetime as the earliest begin of every stage, unless it says otherwise', () => {
    expect(DEFAULT_POLICY.fallback.stages.map(({ name, limit }) => [name, limit])).toEqual([
      ['notice', within(60, 50)],
      ['near-expiry', within(30, 50)],
      ['urgent', within(7, 50)],
      ['final', within(1, 50)],
    ]);
    expect(DEFAULT_POLICY).toMatchObject({
      rules: [],
      longExpired: days(30),
      scope: { include: [], exclude: [] },
      systemManaged: { add: [], remove: [] },
      preferences: [],
      dependents: [],
      silences: { snooze: days(30), 'accepted-risk': days(365), exception: days(92) },
      unusedAfter: days(90),
      renewalGrace: days(2),
    });
    expect(DEFAULT_POLICY.fallback.longestLifetime).toBe(days(731));
    const does = (stage: string) => actionsAt(fallback, stage).filter((action) => typeof action === 'string');
    expect(['near-expiry', 'urgent', 'final'].map(does)).toEqual(
      Array(3).fill(['notify-owner', 'raise-request']),
    );
  });

  test.each([
    ['the first rule that fits', [certificates, live, rule], live],
    ['a rule that says nothing, for all', [rule, live], rule],
    ['the fallback, when no rule fits', [certificates], fallback],
    ['the fallback, when there are no rules', [], fallback],
  ])('decides by %s', (_what, rules, decisive) => {
    const policy = { ...DEFAULT_POLICY, rules };
    expect(stagePolicyFor(policy, aSubject(), aCredential())).toBe(decisive);
  });

  test('says what is done at a stage, when all is over, and nothing for a name that it does not know', () => {
    expect(actionsAt(fallback, 'notice')).toEqual(['notify-owner']);
    expect(actionsAt(fallback, 'expired').slice(0, 3)).toEqual(['notify-owner', 'raise-request', 'incident']);
    expect(actionsAt(fallback, 'of-yore')).toEqual([]);
  });

  test.each([
    ['notice', undefined, []],
    ['near-expiry', 7, []],
    ['urgent', 2, ['second-owner']],
    ['final', undefined, ['manager']],
    ['expired', 7, ['security-contact']],
    ['of-yore', undefined, []],
  ])('at %s reminds every so many days (%s), and tells %j besides', (stage, every, rungs) => {
    expect(reminderAt(fallback, stage)).toBe(every === undefined ? undefined : days(every));
    expect(rungsAt(fallback, stage)).toEqual(rungs);
  });
});
