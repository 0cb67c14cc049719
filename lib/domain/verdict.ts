import type { Credential, Subject } from './credential.ts';
import { isInScope, type Policy, type Stage, stagePolicyFor } from './policy.ts';
import { replacementOf } from './replaced.ts';
import { impactOf, isUnused, type Severity, severityOf } from './severity.ts';
import { type Silence, type SilenceKind, standingOf } from './silence.ts';
import { type Announced, rankOf, rankSaid, stageOf } from './stage.ts';
import { managerOf } from './system-managed.ts';
import { type Instant, plus } from './time.ts';

export type QuietReason =
  | 'excluded'
  | 'system-managed'
  | 'disabled'
  | 'never-expires'
  | 'never-valid'
  | 'not-yet-effective'
  | 'far-from-expiry'
  | 'replaced'
  | 'next-present'
  | 'renews-itself'
  | 'accepted-risk'
  | 'snoozed'
  | 'long-expired'
  | 'renewal-under-way'
  | 'already-announced'
  | 'not-armed';

export type Verdict =
  | { readonly kind: 'quiet'; readonly reason: QuietReason }
  | { readonly kind: 'announce'; readonly stage: Stage; readonly severity: Severity };

/** All that a verdict rests on. */
export interface Situation {
  readonly subject: Subject;
  readonly credential: Credential;
  readonly policy: Policy;
  readonly armed: boolean;
  readonly firstSeenAt: Instant;
  /** The closest stage that was announced for this very credential and expiry. */
  readonly announced: Announced | undefined;
  /** A renewal that has been approved or is further on: the owner has nothing left to hear from us. */
  readonly renewalUnderWay: boolean;
  /** The recipient has the new one: that the old one ends is what was planned. */
  readonly handedOver?: boolean | undefined;
  /** What people have said about this subject's credentials. */
  readonly silences: readonly Silence[];
  /** Who owns the subject now, as `ownersFingerprint` has it; undefined: nobody asked. */
  readonly owners?: string | undefined;
  readonly now: Instant;
}

/** A rule may end the question. It is named by the reason that it gives. */
export interface VerdictRule {
  readonly reason: QuietReason;
  /** For people who ask why: what the rule asks. */
  readonly asks: string;
  readonly holds: (s: Situation, stage: Stage) => boolean;
}

/** Order matters and is the whole specification; read it top to bottom. The first rule that holds decides. */
export const RULES: readonly VerdictRule[] = [
  {
    reason: 'excluded',
    asks: 'Does the policy leave it out?',
    holds: (s) => !isInScope(s.policy.scope, s.subject, s.credential),
  },
  {
    // people can only break it
    reason: 'system-managed',
    asks: 'Does a product renew it by itself?',
    holds: (s) => managerOf(s.policy.systemManaged, s.subject, s.credential) !== undefined,
  },
  {
    // nobody can sign in with it
    reason: 'disabled',
    asks: 'Is it disabled, or what holds it?',
    holds: (s) => !s.subject.enabled || !s.credential.enabled,
  },
  {
    // nothing to wait for: a finding of its own
    reason: 'never-expires',
    asks: 'Does it never end?',
    holds: (s) => s.credential.expiresAt === undefined,
  },
  {
    // it never worked, so nothing stops: a finding of its own
    reason: 'never-valid',
    asks: 'Did it end before it began?',
    holds: (s) => isNeverValid(s.credential),
  },
  {
    reason: 'not-yet-effective',
    asks: 'Has it not begun yet?',
    holds: (_, stage) => stage === 'not-yet-effective',
  },
  {
    reason: 'far-from-expiry',
    asks: 'Is it before the first stage of its policy?',
    holds: (_, stage) => stage === 'active',
  },
  {
    reason: 'replaced',
    asks: 'Has a newer one of the same purpose taken over?',
    holds: (s) => replacementOf(s.subject, s.credential, s.now) === 'replaced',
  },
  {
    reason: 'next-present',
    asks: 'Is there a next one that begins before this one ends?',
    holds: (s) => replacementOf(s.subject, s.credential, s.now) === 'waiting',
  },
  {
    // once its vault should have renewed it, or it has expired, that did not happen
    reason: 'renews-itself',
    asks: 'Does its vault still have time to renew it?',
    holds: (s, stage) => s.credential.renewsItself && stage !== 'expired' && !isRenewalLate(s),
  },
  {
    reason: 'accepted-risk',
    asks: 'Has somebody accepted the risk?',
    holds: (s) => isSilenced(s, 'accepted-risk'),
  },
  { reason: 'snoozed', asks: 'Has somebody snoozed it?', holds: (s) => isSilenced(s, 'snooze') },
  {
    // a finding of its own
    reason: 'long-expired',
    asks: 'Had it ended long before it was first seen?',
    holds: (s, stage) => stage === 'expired' && wasLongExpired(s),
  },
  {
    // approved and on its way; if it expires all the same, that is worth saying
    reason: 'renewal-under-way',
    asks: 'Is its renewal approved and on its way, or its successor handed over?',
    holds: (s, stage) => s.handedOver === true || (s.renewalUnderWay && stage !== 'expired'),
  },
  {
    reason: 'already-announced',
    asks: 'Was this stage announced before, or a closer one?',
    holds: (s, stage) => isAnnounced(s, stage),
  },
  {
    // seen, judged and shown, but nothing is said
    reason: 'not-armed',
    asks: 'Does its source not speak yet?',
    holds: (s) => !s.armed,
  },
];

/** The stage at which a credential stands now. */
export const stageNow = ({ subject, credential, policy, now }: Situation): Stage =>
  stageOf(credential, stagePolicyFor(policy, subject, credential), now);

/** What is to be said of one credential now, or why nothing is. */
export const judge = (s: Situation): Verdict => {
  const stage = stageNow(s);
  const decisive = RULES.find(({ holds }) => holds(s, stage));
  return decisive === undefined
    ? { kind: 'announce', stage, severity: severityNow(s, stage) }
    : { kind: 'quiet', reason: decisive.reason };
};

export const isNeverValid = ({ startsAt, expiresAt }: Pick<Credential, 'startsAt' | 'expiresAt'>): boolean =>
  startsAt !== undefined && expiresAt !== undefined && expiresAt <= startsAt;

/** When a vault that renews by itself has been late for too long; undefined where it does not say when it will. */
export const renewalLateAt = (
  { renewsItself, renewsAt }: Pick<Credential, 'renewsItself' | 'renewsAt'>,
  { renewalGrace }: Pick<Policy, 'renewalGrace'>,
): Instant | undefined => (renewsItself && renewsAt !== undefined ? plus(renewsAt, renewalGrace) : undefined);

/** It was to renew itself, and did not within the time that the policy leaves for it. */
export const isRenewalLate = ({ credential, policy, now }: Situation): boolean => {
  const lateAt = renewalLateAt(credential, policy);
  return lateAt !== undefined && lateAt <= now;
};

const isSilenced = (s: Situation, kind: SilenceKind): boolean =>
  s.silences.some(
    (silence) =>
      silence.kind === kind &&
      silence.credentialId === s.credential.id &&
      standingOf(
        silence,
        { credential: s.credential, severity: impactOf(s.subject), owners: s.owners },
        s.now,
      ) === 'in-force',
  );

/** What had ended long before anyone could have told us. */
export const wasLongExpired = ({
  credential: { expiresAt },
  policy,
  firstSeenAt,
}: Pick<Situation, 'credential' | 'policy' | 'firstSeenAt'>): boolean =>
  expiresAt !== undefined && plus(expiresAt, policy.longExpired) <= firstSeenAt;

/**
 * Invariant: a stage is announced at most once, and never after a closer one. Ranks, not names, are compared, so that a
 * run that was missed for a fortnight goes straight to the stage that holds.
 */
const isAnnounced = ({ announced, subject, credential, policy }: Situation, stage: Stage): boolean => {
  if (announced === undefined) return false;
  const stages = stagePolicyFor(policy, subject, credential);
  return rankSaid(stages, credential, announced) >= rankOf(stages, stage);
};

/** How grave it is that a credential stands at a stage now. */
export const severityNow = ({ subject, credential, policy, now }: Situation, stage: Stage): Severity => {
  const stages = stagePolicyFor(policy, subject, credential);
  const isClose = rankOf(stages, stage) >= stages.stages.length - 2;
  return severityOf(subject, {
    distance: stage === 'expired' ? 0 : isClose ? 1 : 2,
    isPerhapsReplaced: replacementOf(subject, credential, now) === 'unsure',
    isUnused: isUnused(credential, policy.unusedAfter, now),
  });
};
