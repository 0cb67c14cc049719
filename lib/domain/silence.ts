import type { Credential } from './credential.ts';
import type { CredentialId, SilenceId, SubjectId, TenantId } from './ids.ts';
import { isSamePerson, type PersonKey } from './person.ts';
import type { Severity } from './severity.ts';
import { between, type Duration, earlier, type Instant, plus } from './time.ts';

/**
 * `snooze`: not now. `accepted-risk`: known, and borne. `exception`: a secret is allowed where a certificate is preferred;
 * it silences nothing but the advice.
 */
export type SilenceKind = 'snooze' | 'accepted-risk' | 'exception';

/** What was true when a silence was asked for: it is about this and nothing else. */
export interface SilenceAbout {
  readonly expiresAt: Instant | undefined;
  /** A fingerprint of who answered for the subject: see `ownersFingerprint`. */
  readonly owners: string;
  /** The impact of the subject. */
  readonly severity: Severity;
}

/**
 * Somebody's word that one credential is to be left alone for a time.
 *
 * Invariant: it has an end, and it says nothing about a credential that has become another one since: with a new end, other
 * owners or another severity it is void.
 */
export interface Silence {
  readonly id: SilenceId;
  readonly kind: SilenceKind;
  readonly tenant: TenantId;
  readonly subjectId: SubjectId;
  readonly credentialId: CredentialId;
  /** By a person, so hostile text. */
  readonly reason: string;
  readonly author: PersonKey;
  /** Undefined for a snooze, and for the others until someone has approved. */
  readonly approver: PersonKey | undefined;
  readonly startsAt: Instant;
  readonly until: Instant;
  readonly about: SilenceAbout;
}

/** How long each kind may last at most. */
export type SilenceLimits = Readonly<Record<SilenceKind, Duration>>;

/** What is true now of what a silence is about. */
export interface SilenceView {
  /** Undefined: it is gone. */
  readonly credential: Pick<Credential, 'expiresAt'> | undefined;
  readonly severity: Severity;
  /** Undefined: nobody has asked who owns it, so nothing can be said of a change. */
  readonly owners: string | undefined;
}

export type VoidReason = 'credential-gone' | 'expiry-changed' | 'owners-changed' | 'severity-changed';

/** Why a silence no longer holds whatever its end says, or undefined if it does. */
export const voidReason = ({ about }: Silence, view: SilenceView): VoidReason | undefined => {
  if (view.credential === undefined) return 'credential-gone';
  if (view.credential.expiresAt !== about.expiresAt) return 'expiry-changed';
  if (view.severity !== about.severity) return 'severity-changed';
  return view.owners === undefined || view.owners === about.owners ? undefined : 'owners-changed';
};

export type SilenceStanding =
  'in-force' | 'awaiting-approval' | 'not-begun' | 'ended' | { readonly void: VoidReason };

const needsApproval = (kind: SilenceKind): boolean => kind !== 'snooze';

/** Where a silence stands. It holds from its first millisecond, and no longer in that of its end. */
export const standingOf = (silence: Silence, view: SilenceView, now: Instant): SilenceStanding => {
  const why = voidReason(silence, view);
  if (why !== undefined) return { void: why };
  if (now >= silence.until) return 'ended';
  if (needsApproval(silence.kind) && silence.approver === undefined) return 'awaiting-approval';
  return now < silence.startsAt ? 'not-begun' : 'in-force';
};

/** What somebody wishes. */
export interface WantedSilence {
  readonly kind: SilenceKind;
  readonly reason: string;
  readonly until: Instant;
}

export type SilenceFault =
  | { readonly code: 'NO_REASON' }
  | { readonly code: 'IN_THE_PAST' }
  | { readonly code: 'TOO_LONG'; readonly atMost: Duration }
  /** A snooze that lasts beyond the end is an accepted risk, and has to be called one. */
  | { readonly code: 'OUTLASTS_CREDENTIAL'; readonly expiresAt: Instant }
  /** Only what a policy would rather see replaced by another kind can be an exception from that. */
  | { readonly code: 'NOTHING_PREFERRED' };

/** Everything that is wrong with a wish; nothing, if it may be made. */
export const faultsOf = (
  wanted: WantedSilence,
  {
    credential,
    limits,
    isOtherKindPreferred,
  }: {
    readonly credential: Pick<Credential, 'expiresAt'>;
    readonly limits: SilenceLimits;
    /** Whether the policy prefers another kind to the credential's. */
    readonly isOtherKindPreferred: boolean;
  },
  now: Instant,
): readonly SilenceFault[] => {
  const { kind, reason, until } = wanted;
  const { expiresAt } = credential;
  const faults: SilenceFault[] = [];
  if (reason.trim() === '') faults.push({ code: 'NO_REASON' });
  if (until <= now) faults.push({ code: 'IN_THE_PAST' });
  if (between(now, until) > limits[kind]) faults.push({ code: 'TOO_LONG', atMost: limits[kind] });
  if (kind === 'snooze' && expiresAt !== undefined && now < expiresAt && expiresAt < until)
    faults.push({ code: 'OUTLASTS_CREDENTIAL', expiresAt });
  if (kind === 'exception' && !isOtherKindPreferred) faults.push({ code: 'NOTHING_PREFERRED' });
  return faults;
};

export type ApprovalFault = 'NEEDS_NO_APPROVAL' | 'ALREADY_APPROVED' | 'APPROVER_IS_AUTHOR' | 'ENDED';

/** Why this person's approval does not count, or undefined if it does. Nobody approves what they asked for. */
export const approvalFault = (
  silence: Silence,
  approver: PersonKey,
  now: Instant,
): ApprovalFault | undefined => {
  if (!needsApproval(silence.kind)) return 'NEEDS_NO_APPROVAL';
  if (silence.approver !== undefined) return 'ALREADY_APPROVED';
  if (now >= silence.until) return 'ENDED';
  return isSamePerson(approver, silence.author) ? 'APPROVER_IS_AUTHOR' : undefined;
};

/** When half of it is over: then the request for what is preferred opens, while there is time left to carry it out. */
export const halfTimeOf = ({ startsAt, until }: Silence): Instant =>
  plus(startsAt, Math.floor(between(startsAt, until) / 2) as Duration);

/** A secret that is made under an exception ends with it, at the latest. */
export const endUnder = (exceptions: readonly Silence[], wanted: Instant): Instant =>
  exceptions
    .filter(({ kind }) => kind === 'exception')
    .reduce<Instant>((end, { until }) => earlier(end, until), wanted);
