import type { Credential, CredentialKind, Subject } from './credential.ts';
import { type Duration, days, type Instant, minus } from './time.ts';

/** A stage's own name, as the policy gives it: `notice`, `near-expiry`, `urgent`, `final`. */
export type StageName = string;
/** A stage of the policy, or one of the three that every policy has: `not-yet-effective`, `active`, `expired`. */
export type Stage = StageName;

/** What is done when a credential comes to a stage. */
export type Action = 'notify-owner' | 'raise-request';

/**
 * How far before the end a stage begins: a length of time, a share of the lifetime that remains (20 of a 365-day secret:
 * day 73 left), or, with both, whichever makes the stage begin later. So a 47-day certificate under `60 days or 50 %`
 * is not near its expiry on the day it is made.
 */
export interface Limit {
  readonly before: Duration | undefined;
  readonly percentOfLifetime: number | undefined;
}

export interface StageRule {
  readonly name: StageName;
  readonly limit: Limit;
  readonly actions: readonly Action[];
}

/** Stages in the order in which a credential meets them: the farthest from expiry first. */
export interface StagePolicy {
  readonly stages: readonly StageRule[];
  /** What is done on the day it has expired. */
  readonly onExpired: readonly Action[];
}

/** Where a rule says nothing, it holds for all. */
export interface PolicyRule extends StagePolicy {
  readonly kinds: readonly CredentialKind[] | undefined;
  readonly environments: readonly string[] | undefined;
}

/** The first rule that fits decides; the fallback is for what no rule names. */
export interface Policy {
  readonly rules: readonly PolicyRule[];
  readonly fallback: StagePolicy;
  /** What had expired for longer than this when it was first seen becomes a finding, not a request. */
  readonly longExpired: Duration;
}

const before = (n: number): Limit => ({ before: days(n), percentOfLifetime: 50 });

/** 60, 30, 7 and 1 days, never more than half of the lifetime. */
export const DEFAULT_POLICY: Policy = {
  rules: [],
  fallback: {
    stages: [
      { name: 'notice', limit: before(60), actions: ['notify-owner'] },
      { name: 'near-expiry', limit: before(30), actions: ['notify-owner', 'raise-request'] },
      { name: 'urgent', limit: before(7), actions: ['notify-owner', 'raise-request'] },
      { name: 'final', limit: before(1), actions: ['notify-owner', 'raise-request'] },
    ],
    onExpired: ['notify-owner', 'raise-request'],
  },
  longExpired: days(30),
};

export const stagePolicyFor = (policy: Policy, subject: Subject, credential: Credential): StagePolicy =>
  policy.rules.find(
    (rule) =>
      (rule.kinds?.includes(credential.kind) ?? true) &&
      (rule.environments?.includes(subject.environment) ?? true),
  ) ?? policy.fallback;

export const actionsAt = (policy: StagePolicy, stage: Stage): readonly Action[] =>
  stage === 'expired' ? policy.onExpired : (policy.stages.find(({ name }) => name === stage)?.actions ?? []);

/** The instant at which a stage begins; at its very millisecond the stage holds. */
export const limitInstant = (limit: Limit, startsAt: Instant | undefined, expiresAt: Instant): Instant => {
  const byTime = limit.before === undefined ? undefined : minus(expiresAt, limit.before);
  const share =
    limit.percentOfLifetime === undefined || startsAt === undefined || startsAt >= expiresAt
      ? undefined
      : ((expiresAt - startsAt) * limit.percentOfLifetime) / 100;
  const byShare = share === undefined ? undefined : minus(expiresAt, Math.floor(share) as Duration);
  if (byTime === undefined) return byShare ?? expiresAt;
  return byShare === undefined || byTime > byShare ? byTime : byShare;
};
