import type { ActiveRenewal, Past, Refusal, RenewalBase, RenewalCommand } from './renewal.ts';
import { fail, ok, type Result } from './result.ts';
import { advanceRollOver } from './roll-over-advance.ts';
import { type Instant, later } from './time.ts';

type Command = Extract<RenewalCommand, { kind: 'cancel' | 'end' | 'ask-anew' | 'adopt' }>;

/**
 * How a renewal is called off, and how one that was comes back.
 *
 * Invariant: what the recipient has is not taken away. Once a link was redeemed, nobody but they can say that the new
 * credential must go; so from there on it is not called off.
 */
export const callOff = (r: ActiveRenewal, command: Command): Result<ActiveRenewal, Refusal> => {
  switch (command.kind) {
    case 'cancel': {
      const undone = r.state === 'rolling-over' ? advanceRollOver(r.rollOver, { kind: 'undo' }) : undefined;
      return CANCELLABLE.has(r.state) && undone?.ok !== false
        ? ok({
            ...baseOf(r),
            past: pastOf(r),
            state: 'cancelling',
            ticket: 'ticket' in r ? r.ticket : undefined,
            linkId: linkOf(r),
            ...(undone && { rollOver: undone.value }),
            because: command.because,
            notBefore: later(leaseOf(r) ?? command.now, command.now),
          })
        : outOfOrder;
    }
    case 'end': {
      if (r.state !== 'cancelling') return outOfOrder;
      if (command.now < r.notBefore) return fail('NOT_YET');
      const { linkId: _, notBefore: __, rollOver: ___, ...rest } = r;
      return ok({ ...rest, state: 'cancelled', endedAt: command.now });
    }
    case 'ask-anew':
      // Only where there is nobody to receive it, so that no approval is lost on the way.
      if (r.state !== 'requested' || r.recipient !== undefined) return outOfOrder;
      return ok({ ...baseOf(r), past: pastOf(r), state: 'requesting', leaseUntil: command.now });
    case 'adopt':
      return adopted(r, command);
  }
};

/** A request that people opened is the one of this renewal, if that has none. */
const adopted = (
  r: ActiveRenewal,
  { ticket, recipient, revision, nextLookAt, confirmAfter, now }: Extract<Command, { kind: 'adopt' }>,
): Result<ActiveRenewal, Refusal> => {
  if (r.state !== 'requesting' && r.state !== 'denied' && r.state !== 'cancelled') return outOfOrder;
  if (r.state === 'requesting' && now < r.leaseUntil) return fail('LEASED');
  const past = pastOf(r);
  if (past.tickets.includes(ticket.id)) return outOfOrder;
  // What people wrote before we saw it is a wish already.
  const tended = { ...r.tended, nextAt: now, removalDay: '', dueDate: '', form: undefined };
  const base = { ...baseOf(r), past, recipient, revision, tended };
  return ok({ ...base, state: 'requested', ticket, nextLookAt, refused: [], askedAt: now, confirmAfter });
};

const outOfOrder = fail('OUT_OF_ORDER');

const CANCELLABLE: ReadonlySet<ActiveRenewal['state']> = new Set([
  'requesting',
  'requested',
  'approved',
  'by-hand',
  'awaiting-certificate',
  'placing-certificate',
  'rolling-over',
  'renewing-version',
  'issuing',
  'issued',
  'delivered',
  'taking-back',
  'link-expired',
  'revoked',
]);

/** Attempts count on, since what an earlier one made bears its number; and a ticket that was given up stays so. */
const pastOf = (r: ActiveRenewal): Past => {
  const attempts = attemptsOf(r);
  const ticket = 'ticket' in r ? r.ticket : undefined;
  const tickets =
    ticket === undefined || r.past.tickets.includes(ticket.id)
      ? r.past.tickets
      : [...r.past.tickets, ticket.id];
  return { attempts, tickets };
};

const attemptsOf = (r: ActiveRenewal): number => {
  if (r.state === 'rolling-over') return r.rollOver.attempt;
  return 'made' in r ? r.made.attempt : 'attempt' in r ? r.attempt : r.past.attempts;
};

/** Until then somebody may be at it. */
const leaseOf = (r: ActiveRenewal): Instant | undefined => {
  if (r.state === 'rolling-over') return r.rollOver.leaseUntil;
  return 'leaseUntil' in r ? r.leaseUntil : undefined;
};

const linkOf = (r: ActiveRenewal) => {
  if (r.state === 'issuing' || r.state === 'awaiting-certificate' || r.state === 'placing-certificate')
    return r.linkId;
  return 'made' in r ? r.made.linkId : undefined;
};

export const baseOf = (r: ActiveRenewal): RenewalBase => ({
  id: r.id,
  of: r.of,
  recipient: r.recipient,
  revision: r.revision,
  seq: r.seq,
  tended: r.tended,
  past: r.past,
});
