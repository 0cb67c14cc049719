import type { Approval, Decision, Ineligible } from './approval.ts';
import type { CredentialKind, Source, SubjectKind } from './credential.ts';
import type { CredentialId, LinkId, RenewalId, SubjectId, TenantId } from './ids.ts';
import type { OwnerReason } from './owner.ts';
import type { Person } from './person.ts';
import { fail, ok, type Result } from './result.ts';
import type { Instant } from './time.ts';

/** What is to be renewed. Frozen when the request is made: it is what the approver sees. */
export interface RenewalSubject {
  readonly tenant: TenantId;
  readonly environment: string;
  readonly subjectId: SubjectId;
  readonly source: Source;
  readonly subjectKind: SubjectKind;
  readonly nativeId: string;
  readonly appId: string | undefined;
  readonly name: string;
  readonly credentialId: CredentialId;
  readonly kind: CredentialKind;
  readonly keyId: string;
  readonly expiresAt: Instant;
}

/** Always one enabled person. Undefined: the owner chain ended at a group, a mailbox or no one, and a name is awaited. */
export interface Recipient {
  readonly person: Person;
  readonly reason: OwnerReason;
}

export interface Ticket {
  /** The desk's own key of the record. */
  readonly id: string;
  /** What people call it: RITM0010023. */
  readonly number: string;
}

/** The credential that one attempt made. Its value is not here, nor anywhere. */
export interface MadeCredential {
  readonly attempt: number;
  readonly keyId: string;
  readonly expiresAt: Instant;
  readonly linkId: LinkId;
  readonly issuedAt: Instant;
}

interface RenewalBase {
  readonly id: RenewalId;
  readonly of: RenewalSubject;
  readonly recipient: Recipient | undefined;
  /** Names exactly what is asked; it changes with it, and approvals of another revision do not count. */
  readonly revision: string;
  /** Counts the transitions; published, since topics do not keep order. */
  readonly seq: number;
}

interface Opened extends RenewalBase {
  readonly ticket: Ticket;
}
interface Approved extends Opened {
  readonly approval: Approval;
}
interface Made extends Approved {
  readonly made: MadeCredential;
}

export interface RefusedDecision {
  readonly decisionId: string;
  readonly reason: Ineligible | 'NO_RECIPIENT';
}

/** Each state carries exactly what it has. `leaseUntil`: until then someone is at it, and nobody else may be. */
export type ActiveRenewal =
  | (RenewalBase & { readonly state: 'requesting'; readonly leaseUntil: Instant })
  | (Opened & {
      readonly state: 'requested';
      readonly nextLookAt: Instant;
      readonly refused: readonly RefusedDecision[];
    })
  | (Approved & { readonly state: 'approved'; readonly attempt: number })
  | (Opened & { readonly state: 'denied'; readonly decision: Decision; readonly by: Person | undefined })
  /** Approved, and a kind that a person has to renew; the request stays with the team. */
  | (Approved & { readonly state: 'by-hand' })
  | (Approved & {
      readonly state: 'issuing';
      readonly attempt: number;
      readonly linkId: LinkId;
      readonly leaseUntil: Instant;
    })
  | (Made & { readonly state: 'issued'; readonly leaseUntil: Instant })
  | (Made & { readonly state: 'delivered'; readonly linkNotAfter: Instant })
  | (Made & { readonly state: 'redeemed'; readonly redeemedAt: Instant; readonly retireAt: Instant })
  | (Made & { readonly state: 'retired'; readonly redeemedAt: Instant; readonly retiredAt: Instant })
  | (Made & { readonly state: 'closed'; readonly closedAt: Instant })
  | (Made & { readonly state: 'link-expired'; readonly endedAt: Instant });

/** An outside failure holds it up. It is tried again, ever more rarely, until it succeeds or someone ends it. */
export interface PausedRenewal {
  readonly state: 'paused';
  readonly id: RenewalId;
  readonly of: RenewalSubject;
  readonly seq: number;
  readonly from: ActiveRenewal;
  readonly failure: string;
  readonly attempts: number;
  readonly since: Instant;
  readonly nextTryAt: Instant;
}

export type Renewal = ActiveRenewal | PausedRenewal;

export type RenewalCommand =
  | {
      readonly kind: 'take-lease';
      readonly leaseUntil: Instant;
      readonly now: Instant;
      readonly recipient: Recipient | undefined;
      readonly revision: string;
    }
  | { readonly kind: 'open'; readonly ticket: Ticket; readonly nextLookAt: Instant }
  | { readonly kind: 'look-later'; readonly nextLookAt: Instant }
  | { readonly kind: 'approve'; readonly approval: Approval }
  | { readonly kind: 'deny'; readonly decision: Decision; readonly by: Person | undefined }
  | { readonly kind: 'hand-over' }
  | { readonly kind: 'refuse'; readonly refused: RefusedDecision }
  | {
      readonly kind: 'begin-attempt';
      readonly linkId: LinkId;
      readonly leaseUntil: Instant;
      readonly now: Instant;
    }
  | { readonly kind: 'seal'; readonly made: MadeCredential; readonly leaseUntil: Instant }
  | { readonly kind: 'give-up-attempt' }
  | { readonly kind: 'deliver'; readonly linkNotAfter: Instant }
  | { readonly kind: 'redeem'; readonly redeemedAt: Instant; readonly retireAt: Instant }
  | { readonly kind: 'expire-link'; readonly now: Instant }
  | { readonly kind: 'retire'; readonly now: Instant }
  | { readonly kind: 'close'; readonly now: Instant }
  | {
      readonly kind: 'postpone';
      readonly failure: string;
      readonly now: Instant;
      readonly nextTryAt: Instant;
    };

export type Refusal = 'OUT_OF_ORDER' | 'LEASED' | 'NOT_YET' | 'NO_RECIPIENT';

export const newRenewal = (
  id: RenewalId,
  of: RenewalSubject,
  recipient: Recipient | undefined,
  revision: string,
  now: Instant,
): ActiveRenewal => ({ state: 'requesting', id, of, recipient, revision, seq: 0, leaseUntil: now });

/** The state below any pause. */
export const active = (renewal: Renewal): ActiveRenewal =>
  renewal.state === 'paused' ? renewal.from : renewal;

/**
 * The only way in which a renewal moves. A pause is transparent: what was tried again and succeeded moves on from where
 * it stood.
 */
export const advance = (renewal: Renewal, command: RenewalCommand): Result<Renewal, Refusal> => {
  const seq = renewal.seq + 1;
  if (command.kind === 'postpone')
    return hasEnded(active(renewal)) ? outOfOrder : ok(postponed(renewal, command, seq));
  const moved = move(active(renewal), command);
  return moved.ok ? ok({ ...moved.value, seq }) : moved;
};

const postponed = (
  renewal: Renewal,
  {
    failure,
    now,
    nextTryAt,
  }: { readonly failure: string; readonly now: Instant; readonly nextTryAt: Instant },
  seq: number,
): PausedRenewal => ({
  state: 'paused',
  id: renewal.id,
  of: renewal.of,
  seq,
  from: released(active(renewal), now),
  failure,
  attempts: renewal.state === 'paused' ? renewal.attempts + 1 : 1,
  since: renewal.state === 'paused' ? renewal.since : now,
  nextTryAt,
});

/** Nothing is left to try again, so a pause would wake it for nothing, for ever. */
const hasEnded = ({ state }: ActiveRenewal): boolean =>
  state === 'denied' || state === 'by-hand' || state === 'closed' || state === 'link-expired';

/** Whoever postpones is no longer at it. */
const released = (r: ActiveRenewal, now: Instant): ActiveRenewal =>
  r.state === 'requesting' ? { ...r, leaseUntil: now } : r;

const outOfOrder = fail('OUT_OF_ORDER');

const move = (
  r: ActiveRenewal,
  command: Exclude<RenewalCommand, { kind: 'postpone' }>,
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
        ticket: command.ticket,
        nextLookAt: command.nextLookAt,
        refused: [],
      });
    }
    case 'look-later':
      return r.state === 'requested' ? ok({ ...r, nextLookAt: command.nextLookAt }) : outOfOrder;
    case 'refuse':
      return r.state === 'requested' ? ok({ ...r, refused: [...r.refused, command.refused] }) : outOfOrder;
    case 'approve': {
      if (r.state !== 'requested') return outOfOrder;
      if (r.recipient === undefined) return fail('NO_RECIPIENT');
      const { nextLookAt: _, refused: __, ...base } = r;
      return ok({ ...base, state: 'approved', approval: command.approval, attempt: 0 });
    }
    case 'deny': {
      if (r.state !== 'requested') return outOfOrder;
      const { nextLookAt: _, refused: __, ...base } = r;
      return ok({ ...base, state: 'denied', decision: command.decision, by: command.by });
    }
    case 'hand-over': {
      if (r.state !== 'approved') return outOfOrder;
      const { attempt: _, ...base } = r;
      return ok({ ...base, state: 'by-hand' });
    }
    case 'begin-attempt':
      return beginAttempt(r, command);
    case 'seal': {
      if (r.state !== 'issuing' || r.attempt !== command.made.attempt) return outOfOrder;
      const { attempt: _, linkId: __, ...base } = r;
      return ok({ ...base, state: 'issued', made: command.made, leaseUntil: command.leaseUntil });
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
    case 'retire':
      if (r.state !== 'redeemed') return outOfOrder;
      return command.now < r.retireAt
        ? fail('NOT_YET')
        : ok({ ...madeOf(r), state: 'retired', redeemedAt: r.redeemedAt, retiredAt: command.now });
    case 'close':
      return r.state === 'retired'
        ? ok({ ...madeOf(r), state: 'closed', closedAt: command.now })
        : outOfOrder;
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

const madeOf = (r: Made): Made => ({
  id: r.id,
  of: r.of,
  recipient: r.recipient,
  revision: r.revision,
  seq: r.seq,
  ticket: r.ticket,
  approval: r.approval,
  made: r.made,
});
