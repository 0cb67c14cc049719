import type { Credential } from './credential.ts';
import { limitInstant, type Stage, type StagePolicy } from './policy.ts';
import type { Instant } from './time.ts';

/**
 * Where a credential stands against the policy.
 *
 * Invariant: stages meet. Every instant lies in exactly one stage, so that a missed run, however long, lands in the stage
 * that holds now. Nothing is ever compared with "exactly n days left".
 */
export const stageOf = (credential: Credential, policy: StagePolicy, now: Instant): Stage => {
  if (credential.startsAt !== undefined && now < credential.startsAt) return 'not-yet-effective';
  if (credential.expiresAt === undefined) return 'active';
  if (now >= credential.expiresAt) return 'expired';
  const { startsAt, expiresAt } = credential;
  const begun = policy.stages.filter(({ limit }) => now >= limitInstant(limit, startsAt, expiresAt));
  return begun.at(-1)?.name ?? 'active';
};

/** How close to the end a stage is: a higher rank is closer. An unknown name, of a policy that has gone, ranks lowest. */
export const rankOf = (policy: StagePolicy, stage: Stage): number =>
  stage === 'expired' ? policy.stages.length : policy.stages.findIndex(({ name }) => name === stage);

/** When a stage begins for a credential; undefined where the policy has no such stage, or it never ends. */
export const beginOf = (policy: StagePolicy, credential: Credential, stage: Stage): Instant | undefined => {
  const { startsAt, expiresAt } = credential;
  if (expiresAt === undefined || stage === 'expired') return expiresAt;
  const rule = policy.stages.find(({ name }) => name === stage);
  return rule && limitInstant(rule.limit, startsAt, expiresAt);
};

/** A stage that was said, and when it began under the policy of the time; not known of what was said long ago. */
export interface Announced {
  readonly stage: Stage;
  readonly from: Instant | undefined;
}

/**
 * How close to the end what was said comes under the policy of now: -1 if nothing of it counts.
 *
 * Invariant: a policy that changes takes effect, and makes nobody hear again what holds as before. While a stage begins
 * when it began, its name says it. Once it begins at another time, or has gone, what was said counts as the stage that
 * the new policy has for that time, and never as one closer than its name.
 */
export const rankSaid = (policy: StagePolicy, credential: Credential, { stage, from }: Announced): number => {
  const named = rankOf(policy, stage);
  if (from === undefined || (named >= 0 && beginOf(policy, credential, stage) === from)) return named;
  const atThatTime = rankOf(policy, stageOf(credential, policy, from));
  return named < 0 ? atThatTime : Math.min(named, atThatTime);
};

/** When the stage changes next; undefined when it never will. */
export const nextChange = (
  credential: Credential,
  policy: StagePolicy,
  now: Instant,
): Instant | undefined => {
  const { startsAt, expiresAt } = credential;
  const limits =
    expiresAt === undefined ? [] : policy.stages.map(({ limit }) => limitInstant(limit, startsAt, expiresAt));
  const changes = [startsAt, expiresAt, ...limits].filter(
    (at): at is Instant => at !== undefined && at > now,
  );
  return changes.length === 0 ? undefined : (Math.min(...changes) as Instant);
};
