import { describe, expect, test } from '@jest/globals';
import type { OverrideId } from '../../lib/domain/ids.ts';
import {
  advanceOverride,
  type KeptOverride,
  overrideFor,
  type OverrideScope,
  type OwnerOverride,
  scopeOf,
  scopeWord,
} from '../../lib/domain/owner-override.ts';
import { readId } from '../../lib/domain/ids.ts';
import { days, instantOfMs, plus } from '../../lib/domain/time.ts';
import { aPerson, aSubject, NOW } from '../support/builders.ts';

const inDays = (n: number) => plus(NOW, days(n));
const subject = aSubject({
  name: 'payroll-api',
  appId: '5a1e0c1e-0000-4000-8000-00000000abcd',
  labels: ['team:hr', 'env:live'],
});
const about = (scope: OverrideScope, more: Partial<OwnerOverride> = {}): OwnerOverride => ({
  scope,
  owner: { kind: 'person', who: scope.kind },
  reason: 'She asked for it.',
  until: undefined,
  ...more,
});
const ALL: readonly OwnerOverride[] = [
  about({ kind: 'label', pattern: 'team:*' }),
  about({ kind: 'name', pattern: 'payroll*' }),
  about({ kind: 'application', id: '5A1E0C1E-0000-4000-8000-00000000ABCD' }),
  about({ kind: 'subject', id: subject.id }),
];

describe('what an override is about', () => {
  const id = `sb-${'a'.repeat(26)}`;
  test.each([
    [{ subjectId: id }, { kind: 'subject', id }],
    [{ applicationId: 'x' }, { kind: 'application', id: 'x' }],
    [{ name: 'pay*' }, { kind: 'name', pattern: 'pay*' }],
    [{ label: 'team:*' }, { kind: 'label', pattern: 'team:*' }],
  ])('is %j: that one word', (written, scope) => {
    expect(scopeOf(written)).toEqual(scope);
    expect(scopeWord(scope as OverrideScope)).toBe(Object.values(written)[0]);
  });

  test.each([
    {},
    { subjectId: id, applicationId: 'x' },
    { applicationId: 'x', name: 'pay*' },
    { name: 'pay*', label: 'team:*' },
    { subjectId: id, label: 'team:*' },
  ])('is not said by %j, which is not exactly one', (written) => {
    expect(scopeOf(written)).toBeUndefined();
  });
});

describe('which override holds', () => {
  test('is the narrowest that fits: subject, application, name, label', () => {
    const names = [4, 3, 2, 1].map((most) => overrideFor(subject, ALL.slice(0, most), NOW)?.scope.kind);
    expect(names).toEqual(['subject', 'application', 'name', 'label']);
    expect(overrideFor(subject, ALL.slice(0, 0), NOW)).toBeUndefined();
  });

  test('is the first of two alike', () => {
    const [first, second] = ['payroll-*', 'pay*'].map((pattern) => about({ kind: 'name', pattern }));
    expect(overrideFor(subject, [first!, second!], NOW)).toBe(first);
    expect(overrideFor(subject, [second!, first!], NOW)).toBe(second);
  });

  test.each<[string, OverrideScope]>([
    ['another subject', { kind: 'subject', id: aSubject({ nativeId: 'another' }).id }],
    ['another application', { kind: 'application', id: '00000000-0000-4000-8000-00000000abcd' }],
    ['a name that only begins alike', { kind: 'name', pattern: 'payroll' }],
    ['a label that nothing bears', { kind: 'label', pattern: 'team:payroll*' }],
  ])('is none about %s', (_what, scope) => {
    expect(
      overrideFor({ ...subject, id: readId(`sb-${'a'.repeat(26)}`) }, [about(scope)], NOW),
    ).toBeUndefined();
  });

  test('is about no application where there is none', () => {
    expect(overrideFor({ ...subject, appId: undefined }, [ALL[2]!], NOW)).toBeUndefined();
  });

  test('holds up to its last millisecond, and no longer', () => {
    const until = inDays(3);
    const override = about({ kind: 'name', pattern: '*' }, { until });
    expect(overrideFor(subject, [override], instantOfMs(until - 1))).toBe(override);
    expect(overrideFor(subject, [override], until)).toBeUndefined();
  });
});

describe('an override that somebody set', () => {
  const author = aPerson('Olga');
  const kept = (until = inDays(3)): KeptOverride => ({
    override: {
      ...about({ kind: 'name', pattern: '*' }, { until }),
      id: readId<OverrideId>(`ov-${'a'.repeat(26)}`),
      tenant: subject.tenant,
      author,
      setAt: NOW,
    },
    ended: undefined,
  });

  test('ends once, by somebody or by its date', () => {
    const by = aPerson('Petra');
    const ended = advanceOverride(kept(), { kind: 'end', by, now: NOW });
    const { tenant, objectId } = by;
    expect(ended).toMatchObject({
      ok: true,
      value: { ended: { at: NOW, cause: 'ended', by: { tenant, objectId } } },
    });
    const over = ended.ok ? ended.value : kept();
    expect(advanceOverride(over, { kind: 'end', by, now: NOW })).toEqual({ ok: false, failure: 'ENDED' });
    expect(advanceOverride(over, { kind: 'run-out', now: inDays(9) })).toEqual({
      ok: false,
      failure: 'ENDED',
    });
    expect(advanceOverride(kept(), { kind: 'run-out', now: inDays(3) })).toMatchObject({
      ok: true,
      value: { ended: { at: inDays(3), cause: 'end-date', by: undefined } },
    });
  });

  test('keeps of who ended it nothing but tenant and object id', () => {
    const ended = advanceOverride(kept(), { kind: 'end', by: aPerson('Petra'), now: NOW });
    expect(ended.ok && Object.keys(ended.value.ended?.by ?? {}).sort()).toEqual(['objectId', 'tenant']);
  });

  test('does not end before its date, and never by a date that it has not', () => {
    const early = { kind: 'run-out', now: instantOfMs(inDays(3) - 1) } as const;
    expect(advanceOverride(kept(), early)).toEqual({ ok: false, failure: 'NOT_OVER' });
    const { override } = kept();
    const endless = { override: { ...override, until: undefined }, ended: undefined };
    expect(advanceOverride(endless, { kind: 'run-out', now: inDays(999) })).toEqual({
      ok: false,
      failure: 'NOT_OVER',
    });
  });
});
