import { describe, expect, test } from '@jest/globals';
import { APP_ROLES, hasRole } from '../../lib/domain/caller.ts';

describe('a caller', () => {
  test.each([
    ['Reader', 'Reader', 'Operator', 'Approver', 'Auditor'],
    ['Operator', 'Operator'],
    ['Approver', 'Approver'],
    ['Auditor', 'Auditor'],
  ] as const)('who needs %s may be any of these, and no other', (needed, ...enough) => {
    expect(APP_ROLES.filter((role) => hasRole({ roles: [role] }, needed))).toEqual(enough);
  });

  test('without a role may nothing, and one with several what any of them may', () => {
    expect(APP_ROLES.some((role) => hasRole({ roles: [] }, role))).toBe(false);
    expect(hasRole({ roles: ['Auditor', 'Approver'] }, 'Approver')).toBe(true);
  });
});
