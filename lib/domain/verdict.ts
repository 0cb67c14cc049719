import type { Credential, Subject } from './credential.ts';
import { type Policy, type Stage, stagePolicyFor } from './policy.ts';
import { replacementOf } from './replaced.ts';
import { rankOf, stageOf } from './stage.ts';
import { type Instant, plus } from './time.ts';

export type Severity = 'low' | 'medium' | 'high' | 'critical';

export type QuietReason =
  | 'not-armed'
  | 'system-managed'
  | 'disabled'
  | 'not-yet-effective'
  | 'never-expires'
  | 'replaced'
  | 'renews-itself'
  | 'renewal-under-way'
  | 'far-from-expiry'
  | 'long-expired'
  | 'already-announced';

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
  readonly announced: Stage | undefined;
  /** A renewal that has been approved or is further on: the owner has nothing left to hear from us. */
  readonly renewalUnderWay: boolean;
  /** The recipient has the new one: that the old one ends is what was planned. */
  readonly handedOver?: boolean | undefined;
  readonly now: Instant;
}

const quiet = (reason: QuietReason): Verdict => ({ kind: 'quiet', reason });

/** Each policy may end the question; the first that does, decides. */
type Rule = (s: Situation, stage: Stage) => Verdict | undefined;

/** Order matters and is the whole specification; read it top to bottom. */
const RULES: readonly Rule[] = [
  // a product rotates it by itself, people can only break it
  (s) => (s.credential.managedBy === undefined ? undefined : quiet('system-managed')),
  // nobody can sign in with it
  (s) => (s.subject.enabled && s.credential.enabled ? undefined : quiet('disabled')),
  // nothing to wait for: a finding of its own
  (s) => (s.credential.expiresAt === undefined ? quiet('never-expires') : undefined),
  (_, stage) => (stage === 'not-yet-effective' ? quiet('not-yet-effective') : undefined),
  (_, stage) => (stage === 'active' ? quiet('far-from-expiry') : undefined),
  // a newer credential of the same purpose took over
  (s) => (replacementOf(s.subject, s.credential, s.now) === 'replaced' ? quiet('replaced') : undefined),
  // its vault renews it before the end; once it has expired, that did not happen
  (s, stage) => (s.credential.renewsItself && stage !== 'expired' ? quiet('renews-itself') : undefined),
  (s, stage) => (stage === 'expired' && wasLongExpired(s) ? quiet('long-expired') : undefined),
  // approved and on its way; if it expires all the same, that is worth saying
  (s, stage) =>
    s.handedOver === true || (s.renewalUnderWay && stage !== 'expired')
      ? quiet('renewal-under-way')
      : undefined,
  // an earlier run announced this stage, or a closer one
  (s, stage) => (isAnnounced(s, stage) ? quiet('already-announced') : undefined),
  // seen, judged and shown, but nothing is said before the source is armed
  (s) => (s.armed ? undefined : quiet('not-armed')),
];

/** What is to be said of one credential now, or why nothing is. */
export const judge = (s: Situation): Verdict => {
  const stage = stageOf(s.credential, stagePolicyFor(s.policy, s.subject, s.credential), s.now);
  for (const rule of RULES) {
    const verdict = rule(s, stage);
    if (verdict !== undefined) return verdict;
  }
  return { kind: 'announce', stage, severity: severityOf(s, stage) };
};

const wasLongExpired = (s: Situation): boolean =>
  s.credential.expiresAt !== undefined && plus(s.credential.expiresAt, s.policy.longExpired) <= s.firstSeenAt;

/**
 * Invariant: a stage is announced at most once, and never after a closer one. Ranks, not names, are compared, so that a
 * run that was missed for a fortnight goes straight to the stage that holds.
 */
const isAnnounced = (s: Situation, stage: Stage): boolean => {
  if (s.announced === undefined) return false;
  const policy = stagePolicyFor(s.policy, s.subject, s.credential);
  return rankOf(policy, s.announced) >= rankOf(policy, stage);
};

/**
 * An expired Entra credential stops sign-in; a Key Vault item's end is advisory (the service still hands it out). When a
 * newer one exists but may serve another client, one step lower.
 */
const severityOf = (s: Situation, stage: Stage): Severity => {
  const ladder: readonly Severity[] = ['low', 'medium', 'high', 'critical'];
  const policy = stagePolicyFor(s.policy, s.subject, s.credential);
  const closeness = stage === 'expired' ? 3 : rankOf(policy, stage) >= policy.stages.length - 2 ? 2 : 1;
  const advisory = s.subject.source === 'key-vault' ? 1 : 0;
  const unsure = replacementOf(s.subject, s.credential, s.now) === 'unsure' ? 1 : 0;
  return ladder[Math.max(0, closeness - advisory - unsure)] ?? 'low';
};
