import { describe, expect, test } from '@jest/globals';
import type { ActiveRenewal } from '../../lib/domain/renewal.ts';
import { UNTENDED } from '../../lib/domain/tended.ts';
import {
  isLeased,
  isUnreplaced,
  nextTending,
  PROOF_WITHIN,
  REMIND_BEFORE,
  waitsForPeople,
} from '../../lib/domain/tending.ts';
import { days, hours, instantOfMs, minus, plus } from '../../lib/domain/time.ts';
import { aNewRenewal, aRenewal, NOW } from '../support/builders.ts';

type State = ActiveRenewal['state'];

const USUAL = plus(NOW, hours(6));
const GOING_ON: readonly State[] = [
  'requesting',
  'requested',
  'approved',
  'by-hand',
  'issuing',
  'issued',
  'delivered',
  'taking-back',
  'link-expired',
  'revoked',
];
const OVER: readonly State[] = ['retired', 'closed', 'replaced', 'closed-by-hand', 'cancelling'];
/** One that people ended, or that came to its end since something else did. */
const cancelled = (cause: 'ended-by-person' | 'renewed-by-others') => {
  const renewal = aRenewal('cancelled');
  return { ...renewal, because: { ...renewal.because, cause } };
};

describe('a ticket is looked at', () => {
  test.each(GOING_ON)('every six hours while its renewal is %s', (state) => {
    expect(nextTending(aRenewal(state), NOW)).toBe(USUAL);
  });

  test.each(OVER)('no more once its renewal is %s', (state) => {
    expect(nextTending(aRenewal(state), NOW)).toBeUndefined();
  });

  test('in time to remind people two days before the old credential goes', () => {
    const redeemed = (retireAt: typeof NOW) => nextTending({ ...aRenewal('redeemed'), retireAt }, NOW);
    expect(redeemed(plus(NOW, days(14)))).toBe(USUAL);
    expect(redeemed(plus(plus(NOW, REMIND_BEFORE), hours(2)))).toBe(plus(NOW, hours(2)));
    expect(redeemed(plus(NOW, REMIND_BEFORE))).toBe(USUAL);
    expect(redeemed(plus(NOW, hours(1)))).toBe(USUAL);
  });

  test('once more when what was denied or ended by people expires all the same', () => {
    const denied = aRenewal('denied');
    const { expiresAt } = denied.of;
    expect(nextTending(denied, NOW)).toBe(expiresAt);
    expect(nextTending(denied, instantOfMs(expiresAt - 1))).toBe(expiresAt);
    expect(nextTending(denied, expiresAt)).toBeUndefined();
    expect(nextTending(cancelled('ended-by-person'), NOW)).toBe(expiresAt);
    expect(nextTending(cancelled('renewed-by-others'), NOW)).toBeUndefined();
  });

  test('with these times in mind: a reminder two days ahead, a day for the proof', () => {
    expect([REMIND_BEFORE, PROOF_WITHIN]).toEqual([days(2), hours(24)]);
  });
});

describe('a renewal', () => {
  const WAITING: readonly State[] = ['requested', 'approved', 'by-hand', 'link-expired', 'revoked'];

  test.each(WAITING)('that is %s waits for people, and nothing has come in its place', (state) => {
    expect([waitsForPeople(aRenewal(state)), isUnreplaced(aRenewal(state))]).toEqual([true, true]);
  });

  test.each(['requesting', 'denied'] as const)('that is %s waits for nobody, and nothing came', (state) => {
    expect([waitsForPeople(aRenewal(state)), isUnreplaced(aRenewal(state))]).toEqual([false, true]);
  });

  test.each(['issuing', 'issued', 'delivered', 'redeemed', 'taking-back', ...OVER] as const)(
    'that is %s waits for nobody, and something came or will',
    (state) => {
      expect([waitsForPeople(aRenewal(state)), isUnreplaced(aRenewal(state))]).toEqual([false, false]);
    },
  );

  test('that was ended by a person is unreplaced, and by a new credential it is not', () => {
    expect(isUnreplaced(cancelled('ended-by-person'))).toBe(true);
    expect(isUnreplaced(cancelled('renewed-by-others'))).toBe(false);
  });

  test('is leased until the very millisecond, and only where there are leases', () => {
    const issuing = aRenewal('issuing');
    expect(isLeased(issuing, instantOfMs(issuing.leaseUntil - 1))).toBe(true);
    expect(isLeased(issuing, issuing.leaseUntil)).toBe(false);
    expect(isLeased(aRenewal('approved'), minus(NOW, days(1)))).toBe(false);
  });
});

test('of a ticket that nobody has looked at nothing is known', () => {
  expect(Object.entries(UNTENDED)).toEqual([
    ['nextAt', undefined],
    ['failures', 0],
    ['stage', undefined],
    ['incident', undefined],
    ['removalDay', undefined],
    ['dueDate', undefined],
    ['notBefore', undefined],
    ['removeAt', undefined],
    ['remindedOf', undefined],
    ['toldOf', undefined],
  ]);
  expect(aNewRenewal().tended).toEqual(UNTENDED);
});
