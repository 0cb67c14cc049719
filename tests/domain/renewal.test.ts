import { describe, expect, test } from '@jest/globals';
import { advance } from '../../lib/domain/renewal-advance.ts';
import type { Person } from '../../lib/domain/person.ts';
import type { ActiveRenewal, Refusal, Renewal } from '../../lib/domain/renewal.ts';
import { UNTENDED } from '../../lib/domain/tended.ts';
import { days, type Instant, instantOfMs, minutes, plus } from '../../lib/domain/time.ts';
import {
  aNewRenewal,
  anApproval,
  aPerson,
  aRenewal,
  type CommandKind,
  commandsAt,
  NOW,
  STATES,
} from '../support/builders.ts';

type State = ActiveRenewal['state'];

/** Late enough that every lease is over and every date has come. */
const LATER = plus(NOW, days(30));
const COMMANDS = Object.keys(commandsAt(NOW)) as readonly CommandKind[];

/** All that is allowed, and where it leads. Whatever is not here is out of order. */
const ALLOWED_BUT_TEND: Readonly<Record<State, Partial<Record<CommandKind, Renewal['state'] | Refusal>>>> = {
  requesting: {
    'take-lease': 'requesting',
    open: 'requested',
    adopt: 'requested',
    cancel: 'cancelling',
    postpone: 'paused',
  },
  requested: {
    'look-later': 'requested',
    grant: 'requested',
    refuse: 'requested',
    approve: 'approved',
    deny: 'denied',
    cancel: 'cancelling',
    postpone: 'paused',
  },
  approved: {
    'hand-over': 'by-hand',
    'ask-certificate': 'awaiting-certificate',
    'begin-roll-over': 'rolling-over',
    'begin-version': 'renewing-version',
    'void-approval': 'requested',
    'begin-attempt': 'issuing',
    cancel: 'cancelling',
    postpone: 'paused',
  },
  'awaiting-certificate': {
    'hand-over': 'by-hand',
    'void-approval': 'requested',
    invite: 'awaiting-certificate',
    'await-certificate': 'awaiting-certificate',
    'accept-certificate': 'placing-certificate',
    'pass-on': 'approved',
    cancel: 'cancelling',
    postpone: 'paused',
  },
  'placing-certificate': {
    'begin-placing': 'placing-certificate',
    'place-certificate': 'redeemed',
    'decline-certificate': 'awaiting-certificate',
    cancel: 'cancelling',
    postpone: 'paused',
  },
  issuing: {
    'begin-attempt': 'issuing',
    seal: 'issued',
    deposit: 'delivered',
    'give-up-attempt': 'approved',
    cancel: 'cancelling',
    postpone: 'paused',
  },
  issued: {
    deliver: 'delivered',
    redeem: 'redeemed',
    'expire-link': 'link-expired',
    'pass-on': 'approved',
    'give-up-attempt': 'approved',
    cancel: 'cancelling',
    postpone: 'paused',
  },
  delivered: {
    redeem: 'redeemed',
    'expire-link': 'link-expired',
    'pass-on': 'approved',
    'take-back': 'taking-back',
    cancel: 'cancelling',
    postpone: 'paused',
  },
  redeemed: {
    retire: 'retired',
    'postpone-retirement': 'redeemed',
    'take-back': 'taking-back',
    postpone: 'paused',
  },
  'taking-back': { revoke: 'revoked', cancel: 'cancelling', postpone: 'paused' },
  revoked: { 're-issue': 'APPROVAL_TOO_OLD', prove: 'replaced', cancel: 'cancelling' },
  retired: { close: 'closed', postpone: 'paused' },
  denied: { adopt: 'requested' },
  'by-hand': { prove: 'replaced', cancel: 'cancelling' },
  'rolling-over': { 'roll-over': 'rolling-over', cancel: 'cancelling', postpone: 'paused' },
  'renewing-version': {
    'lease-version': 'renewing-version',
    'note-version': 'renewing-version',
    'hand-over': 'by-hand',
    prove: 'replaced',
    cancel: 'cancelling',
    postpone: 'paused',
  },
  replaced: { close: 'closed-by-hand', postpone: 'paused' },
  'closed-by-hand': {},
  cancelling: { end: 'cancelled', postpone: 'paused' },
  cancelled: { adopt: 'requested' },
  closed: {},
  'link-expired': { 're-issue': 'APPROVAL_TOO_OLD', prove: 'replaced', cancel: 'cancelling' },
};

/** Looking at its ticket moves nothing, in whatever state. */
const ALLOWED = Object.fromEntries(
  STATES.map((state) => [state, { ...ALLOWED_BUT_TEND[state], tend: state }]),
) as typeof ALLOWED_BUT_TEND;

const cases = STATES.flatMap((state) =>
  COMMANDS.map((kind) => [state, kind, ALLOWED[state][kind] ?? 'OUT_OF_ORDER'] as const),
);
const outcome = (renewal: Renewal, kind: CommandKind, now: Instant = LATER): Renewal['state'] | Refusal => {
  const moved = advance(renewal, commandsAt(now)[kind]);
  return moved.ok ? moved.value.state : moved.failure;
};
const ticks = (edge: Instant) => [-1, 0, 1].map((ms) => instantOfMs(edge + ms));
const moved = <S extends State>(renewal: Renewal, kind: CommandKind, now: Instant, state: S) => {
  const result = advance(renewal, commandsAt(now)[kind]);
  if (!result.ok || result.value.state !== state) throw new Error(`${kind} did not lead to ${state}.`);
  return result.value as Extract<ActiveRenewal, { state: S }>;
};

describe('a renewal', () => {
  test.each(cases)('that is %s, told to %s: %s', (state, kind, expected) => {
    expect(outcome(aRenewal(state), kind)).toBe(expected);
  });

  test.each(cases)(
    'that is paused while %s, told to %s, moves as if it were not paused: %s',
    (state, kind, expected) => {
      const paused = advance(aRenewal(state), commandsAt(NOW).postpone);
      if (!paused.ok) return expect(paused.failure).toBe('OUT_OF_ORDER');
      expect(outcome(paused.value, kind)).toBe(kind === 'tend' ? 'paused' : expected);
    },
  );

  test.each(cases)('that is %s, told to %s, counts one transition if it is one', (state, kind) => {
    const before = aRenewal(state);
    const after = advance(before, commandsAt(LATER)[kind]);
    if (after.ok) expect(after.value.seq).toBe(before.seq + 1);
    else expect(aRenewal(state)).toEqual(before);
  });

  test.each(STATES)('keeps its id and what is asked in each move from %s', (state) => {
    const before = aRenewal(state);
    for (const command of Object.values(commandsAt(LATER))) {
      const after = advance(before, command);
      if (after.ok) expect(after.value).toMatchObject({ id: before.id, of: before.of });
    }
  });
});

describe('a lease', () => {
  test('of a request holds until its very millisecond', () => {
    const renewal = aRenewal('requesting');
    const outcomes = ticks(renewal.leaseUntil).map((now) => outcome(renewal, 'take-lease', now));
    expect(outcomes).toEqual(['LEASED', 'requesting', 'requesting']);
  });

  test('of an attempt holds until its very millisecond', () => {
    const renewal = aRenewal('issuing');
    const outcomes = ticks(renewal.leaseUntil).map((now) => outcome(renewal, 'begin-attempt', now));
    expect(outcomes).toEqual(['LEASED', 'issuing', 'issuing']);
  });

  test('is free in a new renewal', () => {
    expect(outcome(aNewRenewal(), 'take-lease', NOW)).toBe('requesting');
  });

  test('of a request is given back by whoever postpones it', () => {
    const paused = advance(aRenewal('requesting'), commandsAt(NOW).postpone);
    expect(paused.ok && outcome(paused.value, 'take-lease', NOW)).toBe('requesting');
  });

  test('freezes for whom it is asked, so that a second try asks for the same', () => {
    const again = advance(aRenewal('requesting'), {
      ...commandsAt(LATER)['take-lease'],
      kind: 'take-lease',
      recipient: { person: aPerson('Nora'), reason: 'owner-tag', deputies: [] },
      revision: 'rv-2',
      leaseUntil: LATER,
      now: LATER,
    });
    expect(again).toMatchObject({
      ok: true,
      value: { recipient: { person: aPerson('Olive') }, revision: 'rv-1', leaseUntil: LATER },
    });
  });
});

describe('what is passed on', () => {
  const to = (deputies: readonly Person[], approver = 'Ada') => {
    const { recipient, approval, ...rest } = aRenewal('delivered');
    return advance(
      { ...rest, recipient: { ...recipient!, deputies }, approval: { ...approval, by: aPerson(approver) } },
      { kind: 'pass-on' },
    );
  };

  test('goes to the next whom the approver saw, for the same reason, and the next attempt counts on', () => {
    expect(to([aPerson('Dora'), aPerson('Nora')])).toMatchObject({
      ok: true,
      value: {
        state: 'approved',
        attempt: 1,
        recipient: { person: aPerson('Dora'), deputies: [aPerson('Nora')], reason: 'application-owner' },
      },
    });
  });

  test('does not go to whoever approved it', () => {
    expect(to([aPerson('Dora'), aPerson('Nora')], 'Dora')).toMatchObject({
      value: { recipient: { person: aPerson('Nora'), deputies: [] } },
    });
    expect(to([aPerson('Dora')], 'Dora')).toMatchObject({ ok: true, value: { recipient: undefined } });
  });

  test('goes to nobody when nobody is left', () => {
    expect(to([])).toMatchObject({ ok: true, value: { state: 'approved', recipient: undefined } });
  });
});

describe('an attempt', () => {
  test('counts on when it takes over from one that fell silent, and when one was given up', () => {
    const first = aRenewal('issuing');
    const second = moved(first, 'begin-attempt', LATER, 'issuing');
    const third = moved(
      moved(second, 'give-up-attempt', LATER, 'approved'),
      'begin-attempt',
      LATER,
      'issuing',
    );
    expect([first, second, third].map(({ attempt }) => attempt)).toEqual([1, 2, 3]);
    const afterIssued = moved(aRenewal('issued'), 'give-up-attempt', LATER, 'approved');
    expect(moved(afterIssued, 'begin-attempt', LATER, 'issuing').attempt).toBe(2);
  });

  test.each([0, 2])('can not be sealed by the worker of attempt %d', (attempt) => {
    expect(advance(aRenewal('issuing'), commandsAt(NOW, attempt).seal)).toEqual({
      ok: false,
      failure: 'OUT_OF_ORDER',
    });
  });

  test('that was given up leaves nothing of what it made', () => {
    expect(moved(aRenewal('issued'), 'give-up-attempt', NOW, 'approved')).not.toHaveProperty('made');
  });
});

describe('an approval', () => {
  test('is refused as long as nobody is named who shall receive the new credential', () => {
    const opened = advance(aNewRenewal(), commandsAt(NOW).open);
    expect(opened.ok && outcome(opened.value, 'approve')).toBe('NO_RECIPIENT');
  });

  test('stays with the renewal to its end', () => {
    expect(aRenewal('closed').approval).toEqual(anApproval());
  });

  test('that does not count is remembered beside the earlier ones', () => {
    const once = moved(aRenewal('requested'), 'refuse', NOW, 'requested');
    expect(moved(once, 'refuse', NOW, 'requested').refused).toHaveLength(2);
  });
});

describe('the removal of the old credential', () => {
  test('is refused until its very millisecond', () => {
    const renewal = aRenewal('redeemed');
    expect(ticks(renewal.retireAt).map((now) => outcome(renewal, 'retire', now))).toEqual([
      'NOT_YET',
      'retired',
      'retired',
    ]);
  });

  test('remembers when the new one was redeemed', () => {
    expect(aRenewal('retired').redeemedAt).toBe(aRenewal('redeemed').redeemedAt);
  });
});

describe('what is called off', () => {
  test('waits until whoever was at it can no longer be', () => {
    const issuing = aRenewal('issuing');
    const cancelling = moved(issuing, 'cancel', NOW, 'cancelling');
    expect(ticks(issuing.leaseUntil).map((now) => outcome(cancelling, 'end', now))).toEqual([
      'NOT_YET',
      'cancelled',
      'cancelled',
    ]);
  });

  test('knows the link and the ticket that are to go, and counts its attempts on', () => {
    const cancelling = moved(aRenewal('delivered'), 'cancel', NOW, 'cancelling');
    expect(cancelling).toMatchObject({
      linkId: aRenewal('delivered').made.linkId,
      ticket: { number: 'RITM0010023' },
      past: { attempts: 1, tickets: ['sys'] },
    });
    const again = moved(moved(cancelling, 'end', LATER, 'cancelled'), 'adopt', LATER, 'requested');
    expect(again).toMatchObject({ ticket: { id: 'theirs' }, revision: 'rv-9', refused: [] });
    expect(moved(again, 'approve', LATER, 'approved').attempt).toBe(1);
  });

  test('does not come back by a ticket that was given up', () => {
    const back = advance(aRenewal('cancelled'), {
      ...commandsAt(LATER).adopt,
      kind: 'adopt',
      ticket: { id: 'sys', number: 'RITM0010023' },
    } as never);
    expect(back).toEqual({ ok: false, failure: 'OUT_OF_ORDER' });
  });

  test('is not what a recipient has', () => {
    for (const state of ['redeemed', 'retired', 'closed'] as const)
      expect(outcome(aRenewal(state), 'cancel')).toBe('OUT_OF_ORDER');
  });
});

describe('a request for which there is nobody', () => {
  test('is asked anew when somebody was found; one with a recipient is not', () => {
    const opened = advance(aNewRenewal(), commandsAt(NOW).open);
    if (!opened.ok) throw new Error(opened.failure);
    const again = moved(opened.value, 'ask-anew', LATER, 'requesting');
    expect(again.past.tickets).toEqual(['sys']);
    expect(outcome(aRenewal('requested'), 'ask-anew')).toBe('OUT_OF_ORDER');
  });
});

describe('looking at a ticket', () => {
  test('leaves a pause as it is, and moves the date of a removal', () => {
    const paused = advance(aRenewal('redeemed'), commandsAt(NOW).postpone);
    if (!paused.ok) throw new Error(paused.failure);
    const retireAt = plus(NOW, days(3));
    const tended = advance(paused.value, {
      kind: 'tend',
      tended: { ...UNTENDED, removalDay: '2026-11-21' },
      retireAt,
    });
    expect(tended).toMatchObject({
      ok: true,
      value: { state: 'paused', attempts: 1, from: { retireAt, tended: { removalDay: '2026-11-21' } } },
    });
  });

  test('that says when it shall be done keeps an attempt from beginning before', () => {
    const notBefore = plus(NOW, days(2));
    const waiting = advance(aRenewal('approved'), { kind: 'tend', tended: { ...UNTENDED, notBefore } });
    if (!waiting.ok) throw new Error(waiting.failure);
    expect(ticks(notBefore).map((now) => outcome(waiting.value, 'begin-attempt', now))).toEqual([
      'NOT_YET',
      'issuing',
      'issuing',
    ]);
  });
});

describe('a pause', () => {
  test('counts its failures, knows since when it lasts, and keeps where it stood', () => {
    const pause = (renewal: Renewal, now: Instant): Renewal => {
      const paused = advance(renewal, commandsAt(now).postpone);
      if (!paused.ok) throw new Error(paused.failure);
      return paused.value;
    };
    const later = plus(NOW, minutes(10));
    expect(pause(pause(aRenewal('approved'), NOW), later)).toMatchObject({
      state: 'paused',
      from: { state: 'approved' },
      attempts: 2,
      since: NOW,
      nextTryAt: plus(later, minutes(1)),
    });
  });
});
