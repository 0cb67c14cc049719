import { describe, expect, test } from '@jest/globals';
import { depositPlaceFor, type DepositRule } from '../../lib/domain/deposit.ts';

const VAULT = 'https://apps.vault.example';
const rule = (said: Partial<DepositRule>): DepositRule => ({
  application: undefined,
  label: undefined,
  vault: VAULT,
  secret: 'payroll',
  ...said,
});
const APP = { appId: 'app-1', nativeId: 'object-1', labels: ['team:payments'] };

describe('where a new secret goes', () => {
  test('is a link, if no rule means the application', () => {
    expect(depositPlaceFor([], APP)).toBeUndefined();
    expect(
      depositPlaceFor([rule({ application: 'app-2' }), rule({ label: 'team:web' })], APP),
    ).toBeUndefined();
  });

  test('is said by client id, by object id or by label; by all that a rule says', () => {
    const place = { vault: VAULT, secret: 'payroll' };
    expect(depositPlaceFor([rule({ application: 'app-1' })], APP)).toEqual(place);
    expect(depositPlaceFor([rule({ application: 'object-1' })], APP)).toEqual(place);
    expect(depositPlaceFor([rule({ label: 'team:payments' })], APP)).toEqual(place);
    expect(depositPlaceFor([rule({ application: 'app-1', label: 'team:web' })], APP)).toBeUndefined();
  });

  test('is said by the first rule that fits', () => {
    const rules = [rule({ application: 'app-1', secret: 'first' }), rule({ label: 'team:payments' })];
    expect(depositPlaceFor(rules, APP)?.secret).toBe('first');
  });

  test('bears the client id where a rule is for many', () => {
    const rules = [rule({ label: 'team:payments', secret: 'client-{appId}' })];
    expect(depositPlaceFor(rules, APP)?.secret).toBe('client-app-1');
    expect(depositPlaceFor(rules, { ...APP, appId: undefined })?.secret).toBe('client-object-1');
  });
});
