import { describe, expect, test } from '@jest/globals';
import { advance } from '../../lib/domain/renewal-advance.ts';
import type { ActiveRenewal, Renewal, RenewalCommand } from '../../lib/domain/renewal.ts';
import { UNTENDED } from '../../lib/domain/tended.ts';
import { days, instantOfMs, minus, plus } from '../../lib/domain/time.ts';
import { aNewRenewal, aPerson, aRenewal, commandsAt, NOW } from '../support/builders.ts';

type State = ActiveRenewal['state'];
type Of<S extends State> = Extract<ActiveRenewal, { state: S }>;

const LATER = plus(NOW, days(30));
const after = <S extends State>(renewal: Renewal, command: RenewalCommand, state: S): Of<S> => {
  const moved = advance(renewal, command);
  if (!moved.ok || moved.value.state !== state)
    throw new Error(`${command.kind} gives ${moved.ok ? moved.value.state : moved.failure}.`);
  return moved.value as Of<S>;
};
const cancel = (renewal: Renewal, now = NOW) => after(renewal, commandsAt(now).cancel, 'cancelling');
const adopt = { ...commandsAt(LATER).adopt, kind: 'adopt' } as Extract<RenewalCommand, { kind: 'adopt' }>;

describe('what is called off', () => {
  test('keeps what it was about and why it is over, and nothing of how far it had come', () => {
    const delivered = aRenewal('delivered');
    const { id, of, recipient, revision, tended, ticket } = delivered;
    expect(cancel(delivered)).toEqual({
      ...{ id, of, recipient, revision, tended, ticket },
      state: 'cancelling',
      seq: delivered.seq + 1,
      past: { attempts: 1, tickets: [ticket.id] },
      linkId: delivered.made.linkId,
      because: { cause: 'renewed-by-others', keyId: 'theirs', by: undefined },
      notBefore: NOW,
    });
  });

  test.each<readonly [State, number]>([
    ['requesting', 0],
    ['requested', 0],
    ['approved', 0],
    ['by-hand', 0],
    ['issuing', 1],
    ['issued', 1],
    ['delivered', 1],
    ['taking-back', 1],
    ['link-expired', 1],
    ['revoked', 1],
  ])('while %s counts its attempts on: %d', (state, attempts) => {
    expect(cancel(aRenewal(state)).past.attempts).toBe(attempts);
  });

  test('counts on from attempts of an earlier request of its own', () => {
    const requested = { ...aRenewal('requested'), past: { attempts: 4, tickets: ['older'] } };
    expect(cancel(requested).past).toEqual({ attempts: 4, tickets: ['older', 'sys'] });
  });

  test.each<readonly [State, boolean]>([
    ['requested', false],
    ['approved', false],
    ['issuing', true],
    ['issued', true],
    ['delivered', true],
    ['link-expired', true],
  ])('while %s has a link that is to go: %s', (state, hasLink) => {
    expect(cancel(aRenewal(state)).linkId).toBe(hasLink ? aRenewal('delivered').made.linkId : undefined);
  });

  test('has no ticket before the desk has given one', () => {
    const cancelling = cancel(aRenewal('requesting'), LATER);
    expect(cancelling).toMatchObject({ ticket: undefined, past: { attempts: 0, tickets: [] } });
  });

  test('waits for a lease that lasts, and not for one that is over', () => {
    const issuing = aRenewal('issuing');
    expect(cancel(issuing, instantOfMs(issuing.leaseUntil - 1)).notBefore).toBe(issuing.leaseUntil);
    expect(cancel(issuing, LATER).notBefore).toBe(LATER);
  });

  test('has ended when nobody is at it any more, and is then about nothing that is still to go', () => {
    const cancelling = cancel(aRenewal('delivered'));
    const { linkId: _, notBefore: __, ...kept } = cancelling;
    expect(after(cancelling, commandsAt(LATER).end, 'cancelled')).toEqual({
      ...kept,
      state: 'cancelled',
      seq: cancelling.seq + 1,
      endedAt: LATER,
    });
  });
});

describe('what is asked anew', () => {
  test('begins at once and as if it had never been asked, but for its past', () => {
    const opened = after(aNewRenewal(), commandsAt(NOW).open, 'requested');
    const { id, of, recipient, revision, tended } = opened;
    expect(after(opened, commandsAt(LATER)['ask-anew'], 'requesting')).toEqual({
      ...{ id, of, recipient, revision, tended },
      state: 'requesting',
      seq: opened.seq + 1,
      past: { attempts: 0, tickets: ['sys'] },
      leaseUntil: LATER,
    });
  });
});

describe('a request that people opened', () => {
  test('is the one of a renewal that has none, and is looked at at once', () => {
    const denied = aRenewal('denied');
    const moved = after(denied, { ...adopt, confirmAfter: plus(NOW, days(1)) }, 'requested');
    const { id, of } = denied;
    expect(moved).toEqual({
      ...{ id, of, seq: denied.seq + 1 },
      state: 'requested',
      recipient: adopt.recipient,
      revision: 'rv-9',
      past: { attempts: 0, tickets: ['sys'] },
      tended: { ...UNTENDED, nextAt: LATER, removalDay: '', dueDate: '', form: undefined },
      ticket: { id: 'theirs', number: 'RITM0010099' },
      nextLookAt: adopt.nextLookAt,
      refused: [],
      askedAt: LATER,
      confirmAfter: plus(NOW, days(1)),
    });
  });

  test('may be for somebody else', () => {
    const recipient = { person: aPerson('Nora'), reason: 'application-owner', deputies: [] } as const;
    expect(after(aRenewal('cancelled'), { ...adopt, recipient }, 'requested').recipient).toEqual(recipient);
  });

  test('waits while a worker may be opening another one, until its lease is over', () => {
    const requesting = aRenewal('requesting');
    const at = (ms: number) =>
      advance(requesting, { ...adopt, now: instantOfMs(requesting.leaseUntil + ms) });
    expect(at(-1)).toEqual({ ok: false, failure: 'LEASED' });
    expect(at(0).ok).toBe(true);
  });

  test('needs no lease to be over where nobody is at it', () => {
    expect(advance(aRenewal('denied'), { ...adopt, now: minus(NOW, days(1)) }).ok).toBe(true);
  });

  test('is not taken twice, however often the renewal was given up', () => {
    const once = after(aRenewal('denied'), adopt, 'requested');
    const cancelled = after(cancel(once, LATER), commandsAt(LATER).end, 'cancelled');
    expect(cancelled.past.tickets).toEqual(['sys', 'theirs']);
    expect(advance(cancelled, adopt)).toEqual({ ok: false, failure: 'OUT_OF_ORDER' });
    const third = after(cancelled, { ...adopt, ticket: { id: 'third', number: 'RITM3' } }, 'requested');
    expect(third.past).toEqual({ attempts: 0, tickets: ['sys', 'theirs'] });
  });
});
