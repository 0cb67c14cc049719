import type { CredentialKind } from './credential.ts';
import type { RecordedCredential } from './recorded-credential.ts';
import type { Approval, Decision, Ineligible } from './approval.ts';
import type { Deposited, DepositPlace } from './deposit.ts';
import type { HandedCertificate } from './handed-certificate.ts';
import type { LinkId, RenewalId } from './ids.ts';
import type { EndingReport } from './link-report.ts';
import type { VersionProgress } from './next-version.ts';
import type { RecipientReason } from './owner.ts';
import type { Person } from './person.ts';
import type { PostponeCause, Postponement, RetirementEvidence } from './retirement.ts';
import type { RollOver, RollOverCommand, RollOverRefusal } from './roll-over.ts';
import { type Tended, UNTENDED } from './tended.ts';
import { days, type Duration, type Instant } from './time.ts';

/** What is to be renewed. Frozen when the request is made: it is what the approver sees. */
export interface RenewalSubject extends RecordedCredential {
  readonly expiresAt: Instant;
  /**
   * What is there now, if something of another kind is to take its place: an exception allows it until `expiresAt`. Absent:
   * it is renewed as what it is.
   */
  readonly inPlaceOf?: CredentialKind | undefined;
}

/** Always one enabled person. Undefined: the owner chain ended at a group, a mailbox or no one, and a name is awaited. */
export interface Recipient {
  readonly person: Person;
  readonly reason: RecipientReason;
  /** Who gets it instead, in this order, if no mail reaches that person. The same reason holds for each of them. */
  readonly deputies: readonly Person[];
  /** The vault that gets the value instead of a link; that person is told where it is. */
  readonly deposit?: DepositPlace | undefined;
  /** Who opened the request for them, if that was somebody else: nobody approves what they asked for. */
  readonly askedBy?: Person | undefined;
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
  /** Absent where nothing was handed over by a link. */
  readonly linkId?: LinkId | undefined;
  readonly issuedAt: Instant;
  /** Where the value is, if it was put into a vault; there is no link then. */
  readonly deposited?: Deposited | undefined;
}

export interface RenewalBase {
  readonly id: RenewalId;
  readonly of: RenewalSubject;
  readonly recipient: Recipient | undefined;
  /** Names exactly what is asked; it changes with it, and approvals of another revision do not count. */
  readonly revision: string;
  /** Counts the transitions; published, since topics do not keep order. */
  readonly seq: number;
  /** What the desk was told and was seen to say. */
  readonly tended: Tended;
  readonly past: Past;
}

/** What went before the request that counts now: attempts that must not be counted twice, and tickets that no longer count. */
export interface Past {
  readonly attempts: number;
  /** The desk's own keys. */
  readonly tickets: readonly string[];
}

/** Why a renewal was called off, and by whom as far as that is known. */
export interface Cancellation {
  readonly cause: 'renewed-by-others' | 'credential-removed' | 'ended-by-person';
  /** What took over, as the source calls it. */
  readonly keyId: string | undefined;
  /** Whoever ended it at the desk, as the desk knows them. */
  readonly by: string | undefined;
}

/** A credential that someone else made and that took over. */
export interface Replacement {
  readonly keyId: string;
  readonly expiresAt: Instant | undefined;
  readonly seenAt: Instant;
  /** We had its vault make it, or someone was quicker with that; undefined: people were to renew it. */
  readonly how?: 'new-version' | undefined;
}

interface Opened extends RenewalBase {
  readonly ticket: Ticket;
}
interface Approved extends Opened {
  readonly approval: Approval;
}
interface Replaced extends Approved {
  readonly by: Replacement;
  /** How it came about, if it was by a roll-over. */
  readonly rollOver?: RollOver | undefined;
}
/** From the moment on at which a new credential exists. */
export interface Made extends Approved {
  readonly made: MadeCredential;
}

interface AskedForCertificate extends Approved {
  /** Counts the links that were sent, and what was put in place. */
  readonly attempt: number;
  readonly since: Instant;
  /** By which it can be handed in; noted before it is made. */
  readonly linkId: LinkId | undefined;
  /** When the mail with that link left. */
  readonly askedAt: Instant | undefined;
  /** Files on the ticket that were answered, by the desk's own keys. */
  readonly answered: readonly string[];
  readonly leaseUntil: Instant;
}

export interface RefusedDecision {
  readonly decisionId: string;
  readonly reason: Ineligible | 'NO_RECIPIENT' | 'UNCONFIRMED' | 'FORM_EDITED';
}

/** Each state carries exactly what it has. `leaseUntil`: until then someone is at it, and nobody else may be. */
export type ActiveRenewal =
  | (RenewalBase & { readonly state: 'requesting'; readonly leaseUntil: Instant })
  | (Opened & {
      readonly state: 'requested';
      readonly nextLookAt: Instant;
      readonly refused: readonly RefusedDecision[];
      /** Approvals that count and were said, while more are needed. */
      readonly granted?: readonly string[] | undefined;
      /** The stage that it waits at, and whether those who stand in may decide by now. */
      readonly waiting?: { readonly stage: string; readonly alternates: boolean } | undefined;
      /** From when its stages and its time-out count. */
      readonly askedAt?: Instant | undefined;
      /** It is not for an owner: only who approves it after we said so has confirmed that. */
      readonly confirmAfter: Instant | undefined;
    })
  | (Approved & { readonly state: 'approved'; readonly attempt: number })
  | (Opened & { readonly state: 'denied'; readonly decision: Decision; readonly by: Person | undefined })
  /** Approved, and a kind that a person has to renew; the request stays with the team. */
  | (Approved & { readonly state: 'by-hand' })
  /** Its owner is asked for the public certificate of a new one. */
  | (AskedForCertificate & { readonly state: 'awaiting-certificate'; readonly nextLookAt: Instant })
  /** One was handed in and found good; it is being added beside the old one. */
  | (AskedForCertificate & {
      readonly state: 'placing-certificate';
      readonly certificate: HandedCertificate;
      /** What the source will call it. */
      readonly keyId: string;
    })
  /** A signing certificate goes over to the next one, step by step. */
  | (Approved & { readonly state: 'rolling-over'; readonly rollOver: RollOver })
  /** Its vault is to make the next version, or someone is to sign what the vault asks for. */
  | (Approved & {
      readonly state: 'renewing-version';
      readonly version: VersionProgress;
      readonly leaseUntil: Instant;
      readonly nextLookAt: Instant;
    })
  | (Approved & {
      readonly state: 'issuing';
      readonly attempt: number;
      readonly linkId: LinkId;
      readonly leaseUntil: Instant;
    })
  | (Made & { readonly state: 'issued'; readonly leaseUntil: Instant })
  | (Made & { readonly state: 'delivered'; readonly linkNotAfter: Instant })
  | (Made & {
      readonly state: 'redeemed';
      readonly redeemedAt: Instant;
      readonly retireAt: Instant;
      /** The old one is in use, so its removal waits. */
      readonly postponed?: Postponement | undefined;
      /** People said when it goes, although they knew that. */
      readonly agreed?: boolean | undefined;
    })
  | (Made & {
      readonly state: 'retired';
      readonly redeemedAt: Instant;
      readonly retiredAt: Instant;
      readonly evidence?: RetirementEvidence | undefined;
    })
  | (Made & { readonly state: 'closed'; readonly closedAt: Instant })
  | (Made & { readonly state: 'link-expired'; readonly endedAt: Instant })
  /** The recipient reported the new credential, so it is being removed. */
  | (Made & { readonly state: 'taking-back'; readonly because: EndingReport; readonly since: Instant })
  | (Made & { readonly state: 'revoked'; readonly because: EndingReport; readonly endedAt: Instant })
  /** Another took its place after it was approved, and nothing of ours is left to remove; the request is still open. */
  | (Replaced & { readonly state: 'replaced' })
  | (Replaced & { readonly state: 'closed-by-hand'; readonly closedAt: Instant })
  /** It is being called off. Whoever was at it may still be so until `notBefore`. */
  | (RenewalBase & {
      readonly state: 'cancelling';
      readonly ticket: Ticket | undefined;
      readonly linkId: LinkId | undefined;
      /** What is taken back, if it was rolling over. */
      readonly rollOver?: RollOver | undefined;
      readonly because: Cancellation;
      readonly notBefore: Instant;
    })
  | (RenewalBase & {
      readonly state: 'cancelled';
      readonly ticket: Ticket | undefined;
      readonly because: Cancellation;
      readonly endedAt: Instant;
    });

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
  | {
      readonly kind: 'open';
      readonly ticket: Ticket;
      readonly nextLookAt: Instant;
      /** The dates that stand on the record from the start, and are nobody's wish. */
      readonly removalDay?: string | undefined;
      readonly dueDate?: string | undefined;
      /** What the form asks, in short. */
      readonly form?: string | undefined;
      readonly openedAt?: Instant | undefined;
      /** When its people are told, if that is before the first look at it. */
      readonly tendAt?: Instant | undefined;
    }
  | {
      readonly kind: 'look-later';
      readonly nextLookAt: Instant;
      readonly askedAt?: Instant;
      readonly waiting?: { readonly stage: string; readonly alternates: boolean };
      readonly tendAt?: Instant | undefined;
    }
  | { readonly kind: 'grant'; readonly decisionId: string; readonly askedAt: Instant }
  | { readonly kind: 'approve'; readonly approval: Approval; readonly tendAt?: Instant | undefined }
  | {
      readonly kind: 'deny';
      readonly decision: Decision;
      readonly by: Person | undefined;
      /** When people are told, if they are. */
      readonly tendAt?: Instant | undefined;
    }
  | {
      readonly kind: 'void-approval';
      readonly refused: readonly RefusedDecision[];
      readonly nextLookAt: Instant;
    }
  | { readonly kind: 'hand-over' }
  | { readonly kind: 'ask-certificate'; readonly now: Instant }
  | { readonly kind: 'invite'; readonly linkId: LinkId; readonly leaseUntil: Instant; readonly now: Instant }
  | {
      readonly kind: 'await-certificate';
      readonly askedAt: Instant | undefined;
      readonly nextLookAt: Instant;
      readonly answered: readonly string[];
      readonly now: Instant;
    }
  | {
      readonly kind: 'accept-certificate';
      readonly certificate: HandedCertificate;
      readonly keyId: string;
      readonly answered: readonly string[];
      readonly now: Instant;
    }
  | { readonly kind: 'begin-placing'; readonly leaseUntil: Instant; readonly now: Instant }
  | { readonly kind: 'place-certificate'; readonly retireAt: Instant; readonly now: Instant }
  | { readonly kind: 'decline-certificate'; readonly now: Instant }
  | { readonly kind: 'begin-roll-over'; readonly rollOver: RollOver }
  | {
      readonly kind: 'roll-over';
      readonly does: RollOverCommand;
      /** The word that this follows from. */
      readonly heard?: string | undefined;
    }
  | { readonly kind: 'begin-version'; readonly now: Instant }
  | { readonly kind: 'lease-version'; readonly leaseUntil: Instant; readonly now: Instant }
  | {
      readonly kind: 'note-version';
      readonly version: VersionProgress;
      readonly nextLookAt: Instant;
      readonly now: Instant;
    }
  | { readonly kind: 'refuse'; readonly refused: RefusedDecision }
  | {
      readonly kind: 'begin-attempt';
      readonly linkId: LinkId;
      readonly leaseUntil: Instant;
      readonly now: Instant;
    }
  | { readonly kind: 'seal'; readonly made: MadeCredential; readonly leaseUntil: Instant }
  | { readonly kind: 'deposit'; readonly made: MadeCredential }
  | { readonly kind: 'give-up-attempt' }
  | { readonly kind: 'deliver'; readonly linkNotAfter: Instant }
  | { readonly kind: 'redeem'; readonly redeemedAt: Instant; readonly retireAt: Instant }
  | { readonly kind: 'expire-link'; readonly now: Instant }
  | { readonly kind: 'pass-on' }
  | { readonly kind: 'take-back'; readonly because: EndingReport; readonly now: Instant }
  | { readonly kind: 'revoke'; readonly now: Instant }
  | { readonly kind: 're-issue'; readonly now: Instant }
  | { readonly kind: 'retire'; readonly now: Instant; readonly evidence?: RetirementEvidence | undefined }
  | {
      readonly kind: 'postpone-retirement';
      readonly cause: PostponeCause;
      readonly until: Instant;
      readonly now: Instant;
    }
  | { readonly kind: 'close'; readonly now: Instant }
  | { readonly kind: 'prove'; readonly by: Replacement }
  | { readonly kind: 'cancel'; readonly because: Cancellation; readonly now: Instant }
  | { readonly kind: 'end'; readonly now: Instant }
  | { readonly kind: 'ask-anew'; readonly now: Instant }
  | {
      readonly kind: 'adopt';
      readonly ticket: Ticket;
      readonly recipient: Recipient | undefined;
      readonly revision: string;
      readonly nextLookAt: Instant;
      readonly confirmAfter: Instant | undefined;
      readonly now: Instant;
    }
  | {
      readonly kind: 'tend';
      readonly tended: Tended;
      readonly retireAt?: Instant | undefined;
      /** When the next signing certificate is to be used, if people agreed on another time. */
      readonly switchAt?: Instant | undefined;
    }
  | {
      readonly kind: 'postpone';
      readonly failure: string;
      readonly now: Instant;
      readonly nextTryAt: Instant;
      /** How many in a row, where the state before does not tell. */
      readonly failures?: number;
      /** Whether its ticket is to be looked at, besides. */
      readonly tend?: boolean;
    };

export type Refusal =
  'OUT_OF_ORDER' | 'LEASED' | 'NOT_YET' | 'NO_RECIPIENT' | 'APPROVAL_TOO_OLD' | RollOverRefusal;

/** For so long after it an approval covers another attempt that its recipient asks for; later the team decides anew. */
export const REISSUE_WINDOW: Duration = days(14);

export const newRenewal = (
  id: RenewalId,
  of: RenewalSubject,
  recipient: Recipient | undefined,
  revision: string,
  now: Instant,
): ActiveRenewal => ({
  state: 'requesting',
  id,
  of,
  recipient,
  revision,
  seq: 0,
  tended: UNTENDED,
  past: { attempts: 0, tickets: [] },
  leaseUntil: now,
});

/** The state below any pause. */
export const active = (renewal: Renewal): ActiveRenewal =>
  renewal.state === 'paused' ? renewal.from : renewal;
