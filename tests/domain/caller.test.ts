import { describe, expect, test } from '@jest/globals';
import { APP_ROLES, type AppRole, hasRole } from '../../lib/domain/caller.ts';

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
