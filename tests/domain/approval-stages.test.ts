import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Approval } from '../../lib/domain/approval.ts';
import {
  type ApprovalRule,
  type ApprovalStage,
  impassableStage,
  isNamed,
  ONE_APPROVAL,
  progressOf,
} from '../../lib/domain/approval-stages.ts';
import { days, type Instant, instantOfMs, plus } from '../../lib/domain/time.ts';
import { anApproval, aPerson, NOW } from '../support/builders.ts';

const [ANN, BEN, CAT, DAN] = ['Ann', 'Ben', 'Cat', 'Dan'].map((name) => aPerson(name));

const stage = (said: Partial<ApprovalStage> = {}): ApprovalStage => ({
  ...{ name: 'security', quorum: 1, approvers: [], alternates: [], alternatesAfter: undefined },
  ...said,
});
const rule = (stages: readonly ApprovalStage[], timeout?: ApprovalRule['timeout']): ApprovalRule => ({
  stages: stages as [ApprovalStage, ...ApprovalStage[]],
  timeout,
});
const yes = (by = ANN!, decidedAt: Instant = NOW): Approval =>
  anApproval({ id: `${by.displayName}@${decidedAt}`, by, decidedAt });
const after = (n: number): Instant => plus(NOW, days(n));

describe('an approval', () => {
  test('takes one yes of anyone, if nothing else is said', () => {
    expect(progressOf(ONE_APPROVAL, [], NOW, NOW)).toEqual({
      kind: 'waiting',
      stage: { name: 'approval', quorum: 1, approvers: [], alternates: [], alternatesAfter: undefined },
      alternates: false,
      given: 0,
      nextAt: undefined,
    });
    expect(progressOf(ONE_APPROVAL, [yes()], NOW, NOW).kind).toBe('approved');
  });

  test('takes as many different people as its quorum says', () => {
    const two = rule([stage({ quorum: 2 })]);
    expect(progressOf(two, [yes(ANN), yes(ANN, after(1))], NOW, after(1))).toMatchObject({ given: 1 });
    expect(progressOf(two, [yes(ANN), yes(BEN)], NOW, NOW).kind).toBe('approved');
  });

  test('of two stages takes two people, even where both may decide in both', () => {
    const both = rule([stage({ name: 'team' }), stage({ name: 'security' })]);
    expect(progressOf(both, [yes(ANN), yes(ANN, after(1))], NOW, after(1))).toMatchObject({
      kind: 'waiting',
      stage: { name: 'security' },
    });
    expect(progressOf(both, [yes(ANN), yes(BEN)], NOW, NOW).kind).toBe('approved');
  });

  test('by somebody whom a stage does not name does not count there, and counts at a later stage that does', () => {
    const both = rule([
      stage({ name: 'team', approvers: [ANN!] }),
      stage({ name: 'security', approvers: [BEN!] }),
    ]);
    expect(progressOf(both, [yes(BEN)], NOW, NOW)).toMatchObject({ stage: { name: 'team' }, given: 0 });
    expect(progressOf(both, [yes(BEN), yes(ANN, after(1))], NOW, after(1)).kind).toBe('approved');
  });

  test('by an alternate counts only once the stage has waited for its approvers', () => {
    const one = rule([stage({ approvers: [ANN!], alternates: [CAT!], alternatesAfter: days(2) })]);
    expect(progressOf(one, [yes(CAT, instantOfMs(after(2) - 1))], NOW, after(2)).kind).toBe('waiting');
    expect(progressOf(one, [yes(CAT, after(2))], NOW, after(2)).kind).toBe('approved');
    expect(progressOf(one, [yes(ANN, after(3))], NOW, after(3)).kind).toBe('approved');
  });

  test('by any one of those whom a stage names is enough, and so by any one of its alternates', () => {
    const two = rule([
      stage({ approvers: [ANN!, BEN!], alternates: [CAT!, DAN!], alternatesAfter: days(2) }),
    ]);
    for (const one of [ANN, BEN]) expect(progressOf(two, [yes(one)], NOW, NOW).kind).toBe('approved');
    for (const one of [CAT, DAN])
      expect(progressOf(two, [yes(one, after(2))], NOW, after(2)).kind).toBe('approved');
  });

  test('of a later stage waits for its approvers from the last yes of the stage before', () => {
    const both = rule([
      stage({ name: 'team', approvers: [ANN!] }),
      stage({ name: 'security', approvers: [BEN!], alternates: [CAT!], alternatesAfter: days(2) }),
    ]);
    const first = yes(ANN, after(3));
    expect(progressOf(both, [first], NOW, after(3))).toMatchObject({
      stage: { name: 'security' },
      nextAt: after(5),
    });
    expect(progressOf(both, [first, yes(CAT, after(4))], NOW, after(6)).kind).toBe('waiting');
    expect(progressOf(both, [first, yes(CAT, after(5))], NOW, after(6)).kind).toBe('approved');
  });

  test('that takes too long is a denial, in that very millisecond, and not when it was there in time', () => {
    const timed = rule([stage()], days(5));
    expect(progressOf(timed, [], NOW, instantOfMs(after(5) - 1))).toMatchObject({
      kind: 'waiting',
      nextAt: after(5),
    });
    expect(progressOf(timed, [], NOW, after(5)).kind).toBe('timed-out');
    expect(progressOf(timed, [yes(ANN, after(4))], NOW, after(9)).kind).toBe('approved');
  });

  test('is looked at again when alternates may decide, and when it will have taken too long', () => {
    const one = rule([stage({ approvers: [ANN!], alternates: [CAT!], alternatesAfter: days(2) })], days(5));
    expect(progressOf(one, [], NOW, NOW)).toMatchObject({ nextAt: after(2) });
    expect(progressOf(one, [], NOW, after(2))).toMatchObject({ nextAt: after(5) });
  });

  test('never needs fewer people than all its stages together ask for', () => {
    const people = [ANN!, BEN!, CAT!, DAN!];
    fc.assert(
      fc.property(
        fc.array(fc.record({ who: fc.nat(3), at: fc.nat(10) }), { maxLength: 8 }),
        fc.array(fc.integer({ min: 1, max: 2 }), { minLength: 1, maxLength: 3 }),
        (given, quorums) => {
          const approvals = given
            .toSorted((a, b) => a.at - b.at)
            .map(({ who, at }) => yes(people[who], after(at)));
          const stages = quorums.map((quorum) => stage({ quorum }));
          const distinct = new Set(given.map(({ who }) => who)).size;
          const needed = quorums.reduce((sum, quorum) => sum + quorum, 0);
          const { kind } = progressOf(rule(stages), approvals, NOW, after(20));
          expect(kind === 'approved').toBe(distinct >= needed);
        },
      ),
    );
  });
});

describe('a rule of approvals', () => {
  test('names those of all its stages, alternates too, and everyone where a stage names nobody', () => {
    const named = rule([
      stage({ approvers: [ANN!] }),
      stage({ approvers: [BEN!], alternates: [CAT!], alternatesAfter: days(1) }),
    ]);
    expect([ANN, BEN, CAT, DAN].map((one) => isNamed(named, one!))).toEqual([true, true, true, false]);
    expect(isNamed(rule([stage({ approvers: [ANN!] }), stage()]), DAN!)).toBe(true);
  });

  test('has a stage that can not be passed where too few are left of those whom it names', () => {
    const only = rule([stage(), stage({ name: 'owners', approvers: [ANN!] })]);
    expect(impassableStage(only, [ANN!])?.name).toBe('owners');
    expect(impassableStage(only, [BEN!])).toBeUndefined();
    expect(impassableStage(only, [])).toBeUndefined();
    expect(impassableStage(rule([stage({ quorum: 5 })]), [ANN!])).toBeUndefined();
  });

  test('counts each person once, and alternates as well', () => {
    const two = (more: Partial<ApprovalStage> = {}) =>
      rule([stage({ quorum: 2, approvers: [ANN!, BEN!], ...more })]);
    expect(impassableStage(two(), [CAT!])).toBeUndefined();
    expect(impassableStage(two(), [BEN!, CAT!])?.name).toBe('security');
    const alternatesAfter = days(1);
    expect(impassableStage(two({ alternates: [BEN!], alternatesAfter }), [ANN!])?.name).toBe('security');
    expect(impassableStage(two({ alternates: [CAT!], alternatesAfter }), [ANN!])).toBeUndefined();
  });
});
