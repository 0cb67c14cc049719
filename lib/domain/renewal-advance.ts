import type { LinkId } from './ids.ts';
import { baseOf, callOff } from './renewal-call-off.ts';
import { certify } from './renewal-certificate.ts';
import { approversOf } from './approval.ts';
import { isSamePerson } from './person.ts';
import { decide } from './renewal-deciding.ts';
import { endOfOld } from './renewal-retiring.ts';
import { rolledOver, tendedRollOver } from './renewal-roll-over.ts';
import { renewVersion } from './renewal-version.ts';
import { type Instant, plus } from './time.ts';
import {
  active,
  type Made,
  type ActiveRenewal,
  type PausedRenewal,
  REISSUE_WINDOW,
  type Replacement,
  type Refusal,
  type Renewal,
  type RenewalCommand,
} from './renewal.ts';
import { fail, ok, type Result } from './result.ts';

/**
 * The only way in which a renewal moves. A pause is transparent: what was tried again and succeeded moves on from where
 * it stood.
 */
export const advance = (renewal: Renewal, command: RenewalCommand): Result<Renewal, Refusal> => {
  const seq = renewal.seq + 1;
  if (command.kind === 'postpone')
    return hasEnded(active(renewal)) ? outOfOrder : ok(postponed(renewal, command, seq));
  // What people wrote at the desk says nothing about what an outage holds up.
  if (command.kind === 'tend') return ok(tendedBy(renewal, command, seq));
  const moved = move(active(renewal), command);
  return moved.ok ? ok({ ...moved.value, seq }) : moved;
};

const postponed = (
  renewal: Renewal,
  {
    failure,
    now,
    nextTryAt,
    failures,
    tend = false,
  }: Omit<Extract<RenewalCommand, { kind: 'postpone' }>, 'kind'>,
  seq: number,
): PausedRenewal => ({
  state: 'paused',
  id: renewal.id,
  of: renewal.of,
  seq,
  from: tendedNow(released(active(renewal), now), tend ? now : undefined),
  failure,
  attempts: failures ?? (renewal.state === 'paused' ? renewal.attempts + 1 : 1),
  since: renewal.state === 'paused' ? renewal.since : now,
  nextTryAt,
});

const tendedNow = (r: ActiveRenewal, nextAt: Instant | undefined): ActiveRenewal =>
  nextAt === undefined ? r : { ...r, tended: { ...r.tended, nextAt } };

/** Nothing is left to try again, so a pause would wake it for nothing, for ever. */
const hasEnded = ({ state }: ActiveRenewal): boolean =>
  state === 'denied' ||
  state === 'by-hand' ||
  state === 'closed' ||
  state === 'link-expired' ||
  state === 'revoked' ||
  state === 'closed-by-hand' ||
  state === 'cancelled';

const tendedBy = (
  renewal: Renewal,
  { tended, retireAt, switchAt }: Extract<RenewalCommand, { kind: 'tend' }>,
  seq: number,
): Renewal => {
  const at = active(renewal);
  const next =
    at.state === 'redeemed' && retireAt !== undefined
      ? { ...at, retireAt, agreed: at.postponed !== undefined }
      : tendedRollOver(at, switchAt, retireAt);
  return renewal.state === 'paused'
    ? { ...renewal, seq, from: { ...next, tended } }
    : { ...next, tended, seq };
};

/** Whoever postpones is no longer at it. */
const released = (r: ActiveRenewal, now: Instant): ActiveRenewal =>
  r.state === 'requesting' ||
  r.state === 'renewing-version' ||
  r.state === 'awaiting-certificate' ||
  r.state === 'placing-certificate'
    ? { ...r, leaseUntil: now }
    : r;

const outOfOrder = fail('OUT_OF_ORDER');

const move = (
  r: ActiveRenewal,
  command: Exclude<RenewalCommand, { kind: 'postpone' | 'tend' }>,
): Result<ActiveRenewal, Refusal> => {
  switch (command.kind) {
    case 'take-lease':
      if (r.state !== 'requesting') return outOfOrder;
      return command.now < r.leaseUntil ? fail('LEASED') : ok(frozen(r, command));
    case 'open': {
      if (r.state !== 'requesting') return outOfOrder;
      const { leaseUntil: _, ...base } = r;
      return ok({
        ...base,
        state: 'requested',
        tended: {
          ...r.tended,
          nextAt: command.tendAt ?? command.nextLookAt,
          removalDay: command.removalDay,
          dueDate: command.dueDate,
          form: command.form,
        },
        ticket: command.ticket,
        nextLookAt: command.nextLookAt,
        refused: [],
        askedAt: command.openedAt,
        confirmAfter: undefined,
      });
    }
    case 'look-later':
    case 'grant':
    case 'refuse':
    case 'approve':
    case 'deny':
    case 'void-approval':
      return decide(r, command);
    case 'hand-over':
      if (r.state !== 'approved' && r.state !== 'renewing-version' && r.state !== 'awaiting-certificate')
        return outOfOrder;
      return ok({ ...baseOf(r), state: 'by-hand', ticket: r.ticket, approval: r.approval });
    case 'begin-version':
    case 'lease-version':
    case 'note-version':
      return renewVersion(r, command);
    case 'ask-certificate':
    case 'invite':
    case 'await-certificate':
    case 'accept-certificate':
    case 'begin-placing':
    case 'place-certificate':
    case 'decline-certificate':
      return certify(r, command);
    case 'begin-roll-over': {
      if (r.state !== 'approved') return outOfOrder;
      const { attempt: _, ...base } = r;
      return ok({ ...base, state: 'rolling-over', rollOver: command.rollOver });
    }
    case 'roll-over':
      return rolledOver(r, command);
    case 'begin-attempt':
      return command.now < (r.tended.notBefore ?? 0) ? fail('NOT_YET') : beginAttempt(r, command);
    case 'seal': {
      if (r.state !== 'issuing' || r.attempt !== command.made.attempt) return outOfOrder;
      const { attempt: _, linkId: __, ...base } = r;
      return ok({ ...base, state: 'issued', made: command.made, leaseUntil: command.leaseUntil });
    }
    case 'deposit': {
      // Whoever was to receive it has it: nothing is left to wait for but their being told.
      if (r.state !== 'issuing' || r.attempt !== command.made.attempt) return outOfOrder;
      const { attempt: _, linkId: __, leaseUntil: ___, ...base } = r;
      return ok({ ...base, state: 'delivered', made: command.made, linkNotAfter: command.made.issuedAt });
    }
    case 'give-up-attempt':
      return giveUpAttempt(r);
    case 'deliver': {
      if (r.state !== 'issued') return outOfOrder;
      const { leaseUntil: _, ...base } = r;
      return ok({ ...base, state: 'delivered', linkNotAfter: command.linkNotAfter });
    }
    case 'redeem':
      // `issued` too: the mail left and was read before we could note that it had
      if (r.state !== 'issued' && r.state !== 'delivered') return outOfOrder;
      return ok({
        ...madeOf(r),
        state: 'redeemed',
        redeemedAt: command.redeemedAt,
        retireAt: command.retireAt,
      });
    case 'expire-link':
      if (r.state !== 'issued' && r.state !== 'delivered') return outOfOrder;
      return ok({ ...madeOf(r), state: 'link-expired', endedAt: command.now });
    case 'pass-on':
      return passedOn(r);
    case 'take-back':
      if (r.state !== 'delivered' && r.state !== 'redeemed') return outOfOrder;
      return ok({ ...madeOf(r), state: 'taking-back', because: command.because, since: command.now });
    case 'revoke':
      return r.state === 'taking-back'
        ? ok({ ...madeOf(r), state: 'revoked', because: r.because, endedAt: command.now })
        : outOfOrder;
    case 're-issue':
      return reissued(r, command.now);
    case 'retire':
    case 'postpone-retirement':
      return endOfOld(r, command);
    case 'close':
      if (r.state === 'replaced') return ok({ ...r, state: 'closed-by-hand', closedAt: command.now });
      return r.state === 'retired'
        ? ok({ ...madeOf(r), state: 'closed', closedAt: command.now })
        : outOfOrder;
    case 'prove':
      return proved(r, command.by);
    case 'cancel':
    case 'end':
    case 'ask-anew':
    case 'adopt':
      return callOff(r, command);
  }
};

/** What is asked and for whom is frozen before the desk first hears of it, so that a second try asks for the same. */
const frozen = (
  r: Extract<ActiveRenewal, { state: 'requesting' }>,
  { leaseUntil, recipient, revision }: Extract<RenewalCommand, { kind: 'take-lease' }>,
): ActiveRenewal =>
  r.recipient === undefined ? { ...r, leaseUntil, recipient, revision } : { ...r, leaseUntil };

/** A new attempt starts from an approval, or takes over from one whose worker has been silent past its lease. */
const beginAttempt = (
  r: ActiveRenewal,
  {
    linkId,
    leaseUntil,
    now,
  }: { readonly linkId: LinkId; readonly leaseUntil: Instant; readonly now: Instant },
): Result<ActiveRenewal, Refusal> => {
  if (r.state !== 'approved' && r.state !== 'issuing') return outOfOrder;
  if (r.state === 'issuing' && now < r.leaseUntil) return fail('LEASED');
  return ok({ ...r, state: 'issuing', attempt: r.attempt + 1, linkId, leaseUntil });
};

const giveUpAttempt = (r: ActiveRenewal): Result<ActiveRenewal, Refusal> => {
  if (r.state === 'issuing') {
    const { linkId: _, leaseUntil: __, ...base } = r;
    return ok({ ...base, state: 'approved' });
  }
  if (r.state !== 'issued') return outOfOrder;
  const { made, leaseUntil: _, ...base } = r;
  return ok({ ...base, state: 'approved', attempt: made.attempt });
};

/**
 * No mail reached the recipient: what was approved goes to the next of those whom the approver saw. Whoever approved it
 * is passed over, since nobody approves what he or she receives. Without a next one nobody is named any more, and a person
 * has to take over.
 */
const passedOn = (r: ActiveRenewal): Result<ActiveRenewal, Refusal> => {
  if (r.state !== 'issued' && r.state !== 'delivered' && r.state !== 'awaiting-certificate')
    return outOfOrder;
  const attempt = 'made' in r ? r.made.attempt : r.attempt;
  const [person, ...deputies] = (r.recipient?.deputies ?? []).filter(
    (deputy) => !approversOf(r.approval).some(({ by }) => isSamePerson(deputy, by)),
  );
  const recipient =
    person === undefined || r.recipient === undefined ? undefined : { ...r.recipient, person, deputies };
  const { ticket, approval } = r;
  return ok({ ...baseOf(r), ticket, approval, state: 'approved', attempt, recipient });
};

/**
 * Back to the approval, for an attempt whose credential is a new one. Not when it was someone else who had the link:
 * whoever sits at the recipient's account must not get another.
 */
const reissued = (r: ActiveRenewal, now: Instant): Result<ActiveRenewal, Refusal> => {
  const isLost = r.state === 'taking-back' && r.because === 'lost';
  const isExposed = r.state === 'revoked' && r.because === 'exposed';
  if (!isLost && !isExposed && r.state !== 'link-expired') return outOfOrder;
  if (now >= plus(r.approval.decidedAt, REISSUE_WINDOW)) return fail('APPROVAL_TOO_OLD');
  const { made, ...base } = madeOf(r);
  return ok({ ...base, state: 'approved', attempt: made.attempt });
};

/** What waits for people, or for a vault, was done by them. */
const proved = (r: ActiveRenewal, by: Replacement): Result<ActiveRenewal, Refusal> => {
  if (
    r.state !== 'by-hand' &&
    r.state !== 'link-expired' &&
    r.state !== 'revoked' &&
    r.state !== 'renewing-version'
  )
    return outOfOrder;
  return ok({ ...baseOf(r), state: 'replaced', ticket: r.ticket, approval: r.approval, by });
};

const madeOf = (r: Made): Made => ({
  id: r.id,
  of: r.of,
  recipient: r.recipient,
  revision: r.revision,
  seq: r.seq,
  tended: r.tended,
  past: r.past,
  ticket: r.ticket,
  approval: r.approval,
  made: r.made,
});
