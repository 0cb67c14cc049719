import { describe, expect, test } from '@jest/globals';
import { advance } from '../../lib/domain/renewal-advance.ts';
import type { ActiveRenewal, Renewal, RenewalCommand } from '../../lib/domain/renewal.ts';
import { days, hours, plus } from '../../lib/domain/time.ts';
import { anApproval, aPerson, aRenewal, commandsAt, NOW } from '../support/builders.ts';

const after = (renewal: Renewal, command: RenewalCommand): Renewal => {
  const moved = advance(renewal, command);
  if (!moved.ok) throw new Error(`${command.kind}: ${moved.failure}.`);
  return moved.value;
};
const requested = aRenewal('requested');
const { nextLookAt: _, refused: __, confirmAfter: ___, state: ____, ...asked } = requested;

describe('a request that waits for its approval', () => {
  test('remembers when it was asked first, and when to look next', () => {
    const once = after(requested, { kind: 'look-later', nextLookAt: plus(NOW, hours(1)), askedAt: NOW });
    expect(once).toEqual({
      ...requested,
      seq: requested.seq + 1,
      nextLookAt: plus(NOW, hours(1)),
      askedAt: NOW,
    });
    const twice = after(once, {
      kind: 'look-later',
      nextLookAt: plus(NOW, hours(2)),
      askedAt: plus(NOW, hours(1)),
    });
    expect(twice).toMatchObject({ askedAt: NOW, nextLookAt: plus(NOW, hours(2)) });
  });

  test('remembers each yes of several', () => {
    const once = after(requested, { kind: 'grant', decisionId: 'one', askedAt: NOW });
    expect(once).toEqual({ ...requested, seq: requested.seq + 1, granted: ['one'], askedAt: NOW });
    const twice = after(once, { kind: 'grant', decisionId: 'two', askedAt: NOW });
    expect(twice).toMatchObject({ granted: ['one', 'two'] });
  });

  test('remembers what does not count, with its reason', () => {
    const refused = { decisionId: 'decision-0', reason: 'OTHER_REVISION' };
    expect(after(requested, commandsAt(NOW).refuse)).toEqual({
      ...requested,
      seq: requested.seq + 1,
      refused: [refused],
    });
  });

  test('is approved with nothing left of its waiting', () => {
    const granted = after(requested, { kind: 'grant', decisionId: 'one', askedAt: NOW });
    expect(after(granted, commandsAt(NOW).approve)).toEqual({
      ...asked,
      seq: requested.seq + 2,
      state: 'approved',
      approval: anApproval(),
      attempt: 0,
    });
  });

  test('counts on from the attempts of an earlier approval', () => {
    const again = { ...requested, past: { attempts: 3, tickets: [] } };
    expect(after(again, commandsAt(NOW).approve)).toMatchObject({ attempt: 3 });
  });

  test('is denied with who did it, where that is known', () => {
    const decision = anApproval({ outcome: 'denied' });
    expect(after(requested, { kind: 'deny', decision, by: aPerson('Ada') })).toEqual({
      ...asked,
      seq: requested.seq + 1,
      state: 'denied',
      decision,
      by: aPerson('Ada'),
    });
  });
});

describe('an approval that is void', () => {
  const approved: ActiveRenewal = { ...aRenewal('approved'), attempt: 2 };
  const command = {
    kind: 'void-approval',
    refused: [{ decisionId: 'decision-1', reason: 'APPROVER_DISABLED' }],
    nextLookAt: plus(NOW, days(1)),
  } as const;

  test('leaves a request that waits, and attempts that count on', () => {
    expect(after(approved, command)).toEqual({
      ...asked,
      seq: approved.seq + 1,
      past: { attempts: 2, tickets: [] },
      state: 'requested',
      nextLookAt: plus(NOW, days(1)),
      askedAt: plus(NOW, days(1)),
      refused: command.refused,
      confirmAfter: undefined,
    });
  });
});
