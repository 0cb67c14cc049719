import { describe, expect, test } from '@jest/globals';
import { APP_ROLES, type AppRole, hasRole, mustSignInAgain } from '../../lib/domain/caller.ts';
import type { Reauthentication } from '../../lib/domain/session.ts';
import { hours, instantOfMs, minutes } from '../../lib/domain/time.ts';

describe('a role', () => {
  test.each<[AppRole, readonly AppRole[]]>([
    ['Reader', ['Reader', 'Operator', 'Approver', 'Auditor']],
    ['Operator', ['Operator']],
    ['Approver', ['Approver']],
    ['Auditor', ['Auditor']],
  ])('%s is had by whoever has one of %j, and by nobody else', (needed, enough) => {
    expect(APP_ROLES.filter((role) => hasRole({ roles: [role] }, needed))).toEqual(enough);
    expect(hasRole({ roles: [] }, needed)).toBe(false);
  });

  test('is had beside others', () => {
    expect(hasRole({ roles: ['Auditor', 'Operator'] }, 'Operator')).toBe(true);
  });
});

describe('whoever approves', () => {
  const at = instantOfMs(1_000_000);

  test.each<[Reauthentication, number]>([
    [minutes(5), minutes(5)],
    [hours(12), hours(12)],
    ['every-time', minutes(2)],
  ])('by the rule %s has to sign in again after %i ms, and not before', (rule, period) => {
    const after = [-1, 0, 1].map((ms) => instantOfMs(at + period + ms));
    expect(after.map((now) => mustSignInAgain(rule, { authenticatedAt: at }, now))).toEqual([
      false,
      true,
      true,
    ]);
    expect(mustSignInAgain(rule, { authenticatedAt: undefined }, at)).toBe(true);
  });

  test('need not where the token is enough, whether or not it says when they signed in', () => {
    const later = instantOfMs(at + hours(24));
    for (const authenticatedAt of [at, undefined])
      expect(mustSignInAgain('session', { authenticatedAt }, later)).toBe(false);
  });
});
