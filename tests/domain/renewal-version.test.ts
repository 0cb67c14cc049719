import { expect, test } from '@jest/globals';
import { advance } from '../../lib/domain/renewal-advance.ts';
import { hours, instantOfMs, minutes, plus } from '../../lib/domain/time.ts';
import { aRenewal, commandsAt, NOW } from '../support/builders.ts';

test('a renewal that begins with its new version knows of nothing, and is due at once', () => {
  const { attempt: _, state: __, seq, ...rest } = aRenewal('approved');
  expect(advance(aRenewal('approved'), commandsAt(NOW)['begin-version'])).toEqual({
    ok: true,
    value: {
      ...rest,
      seq: seq + 1,
      state: 'renewing-version',
      version: { requestId: undefined, told: [], looks: 0, refusals: 0 },
      leaseUntil: NOW,
      nextLookAt: NOW,
    },
  });
});

test('no version is begun before the day that the team wrote', () => {
  const approved = aRenewal('approved');
  const waits = { ...approved, tended: { ...approved.tended, notBefore: plus(NOW, hours(1)) } };
  const early = commandsAt(instantOfMs(plus(NOW, hours(1)) - 1))['begin-version'];
  expect(advance(waits, early)).toEqual({ ok: false, failure: 'NOT_YET' });
  expect(advance(waits, commandsAt(plus(NOW, hours(1)))['begin-version'])).toMatchObject({ ok: true });
});

test('who holds the lease of a version is alone until its last millisecond, or until it is noted', () => {
  const leased = advance(aRenewal('renewing-version'), commandsAt(NOW)['lease-version']);
  if (!leased.ok) throw new Error(leased.failure);
  const until = plus(NOW, minutes(5));
  expect(leased.value).toMatchObject({ state: 'renewing-version', leaseUntil: until, nextLookAt: NOW });
  const again = (now: number) => advance(leased.value, commandsAt(instantOfMs(now))['lease-version']);
  expect(again(until - 1)).toEqual({ ok: false, failure: 'LEASED' });
  expect(again(until)).toMatchObject({ ok: true });
  const later = plus(NOW, minutes(1));
  expect(advance(leased.value, commandsAt(later)['note-version'])).toMatchObject({
    ok: true,
    value: {
      leaseUntil: later,
      nextLookAt: plus(later, hours(1)),
      version: { requestId: 'request-1', told: ['csr:request-1'], looks: 1, refusals: 0 },
    },
  });
});

test('who puts a version off lets go of its lease', () => {
  const leased = advance(aRenewal('renewing-version'), commandsAt(NOW)['lease-version']);
  if (!leased.ok) throw new Error(leased.failure);
  const later = plus(NOW, minutes(1));
  expect(advance(leased.value, commandsAt(later).postpone)).toMatchObject({
    ok: true,
    value: { state: 'paused', from: { leaseUntil: later } },
  });
});
