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
