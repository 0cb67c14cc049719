import { describe, expect, test } from '@jest/globals';
import {
  adviceOf,
  type Dependent,
  dependentsOf,
  isOtherKindPreferred,
  type Preference,
} from '../../lib/domain/advice.ts';
import type { KnownDependent } from '../../lib/domain/credential.ts';
import { days, minus, plus } from '../../lib/domain/time.ts';
import { aCredential, aSubject, NOW } from '../support/builders.ts';

const preference: Preference = {
  for: { kinds: ['client-secret'] },
  prefer: ['federated-credential', 'certificate'],
  reason: 'A secret can be copied.',
  reviewAfter: days(180),
};
const dependent = (said: Partial<Dependent> = {}): Dependent => ({
  name: 'HR portal',
  of: { names: ['payroll-*'] },
  accepts: ['secret', 'certificate', 'federated-credential'],
  reviewAt: undefined,
  ...said,
});
const advised = (
  dependents: readonly Dependent[],
  preferences = [preference],
  kind: 'client-secret' | 'client-certificate' = 'client-secret',
  found?: readonly KnownDependent[],
) => adviceOf({ preferences, dependents }, aSubject(), aCredential({ kind, dependents: found }), NOW);

describe('advice', () => {
  test('is all that is preferred where nobody knows who depends on it, and says so', () => {
    expect(advised([])).toEqual({
      prefer: ['federated-credential', 'certificate'],
      reason: 'A secret can be copied.',
      heldBack: [],
      dependentsKnown: false,
      toAsk: [],
      reviewAt: plus(NOW, days(180)),
    });
  });

  test('is only what every dependent accepts, and names who holds the rest back', () => {
    const old = dependent({ name: 'Old gateway', accepts: ['secret', 'certificate'] });
    expect(advised([dependent(), old])).toMatchObject({
      prefer: ['certificate'],
      heldBack: [{ kind: 'federated-credential', by: ['Old gateway'] }],
      dependentsKnown: true,
    });
  });

  test('is to leave it as it is where a dependent accepts nothing else', () => {
    const first = dependent({ name: 'Older gateway', accepts: ['secret'] });
    expect(
      advised([first, dependent({ name: 'Oldest', accepts: ['secret', 'saml-with-scim'] })]),
    ).toMatchObject({
      prefer: [],
      heldBack: [
        { kind: 'federated-credential', by: ['Older gateway', 'Oldest'] },
        { kind: 'certificate', by: ['Older gateway', 'Oldest'] },
      ],
    });
  });

  test('does not ask who depends on something else', () => {
    const other = dependent({ of: { names: ['billing'] }, accepts: ['secret'] });
    expect(advised([other])).toMatchObject({ prefer: preference.prefer, dependentsKnown: false });
    expect(dependentsOf([other, dependent()], aSubject(), aCredential())).toEqual([dependent()]);
  });

  test('heeds whom the directory or the inventory knows: what they accept, and that they were not asked', () => {
    const found = [
      { name: 'ZTNA console', what: 'system', accepts: ['secret', 'certificate'] },
      { name: 'Contoso ID (Travel portal)', what: 'openid-provider' },
    ];
    expect(advised([], [preference], 'client-secret', found)).toMatchObject({
      prefer: ['certificate'],
      heldBack: [{ kind: 'federated-credential', by: ['ZTNA console'] }],
      dependentsKnown: true,
      toAsk: ['Contoso ID (Travel portal)'],
    });
  });

  test('believes the policy where a source knows the same dependent', () => {
    const found = [
      { name: 'HR portal', what: 'system', accepts: ['secret'] },
      { name: 'Till', what: 'system' },
    ];
    expect(advised([dependent()], [preference], 'client-secret', found)).toMatchObject({
      prefer: ['federated-credential', 'certificate'],
      heldBack: [],
      toAsk: ['Till'],
    });
  });

  test('is the first that fits; none, where the policy is content', () => {
    const last = { ...preference, for: {}, reason: 'The second.' };
    expect(advised([], [preference, last])?.reason).toBe('A secret can be copied.');
    expect(advised([], [preference, last], 'client-certificate')?.reason).toBe('The second.');
    expect(advised([], [preference], 'client-certificate')).toBeUndefined();
  });

  test('is looked at again when its time comes, or earlier when a dependent is asked again', () => {
    const on = (n: number) => dependent({ reviewAt: plus(NOW, days(n)) });
    expect(advised([on(200)])?.reviewAt).toBe(plus(NOW, days(180)));
    expect(advised([on(200), on(90), on(100)])?.reviewAt).toBe(plus(NOW, days(90)));
    expect(advised([dependent({ reviewAt: NOW })])?.reviewAt).toBe(plus(NOW, days(180)));
    expect(advised([dependent({ reviewAt: minus(NOW, days(1)) })])?.reviewAt).toBe(plus(NOW, days(180)));
  });

  test('tells whether another kind is preferred at all', () => {
    const preferred = (kind: 'client-secret' | 'symmetric-key') =>
      isOtherKindPreferred(
        [{ ...preference, for: { names: ['x'] } }, preference],
        aSubject(),
        aCredential({ kind }),
      );
    expect([preferred('client-secret'), preferred('symmetric-key')]).toEqual([true, false]);
  });
});
