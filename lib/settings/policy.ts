import * as z from 'zod';
import type { Policy, StageRule } from '../domain/policy.ts';
import { days } from '../domain/time.ts';
import { duration } from './types.ts';

const actions = z
  .array(z.enum(['notify-owner', 'raise-request']))
  .describe('What is done: the owner gets a mail, or a request is opened at the service desk.');

const stage = z
  .strictObject({
    name: z
      .string()
      .regex(/^[a-z][a-z0-9-]{0,39}$/, 'must be a name such as near-expiry')
      .describe('What the stage is called, in events too.'),
    before: duration
      .optional()
      .describe('How long before the end the stage begins, as an ISO 8601 duration such as `P30D`.'),
    percentOfLifetime: z
      .number()
      .min(1)
      .max(99)
      .optional()
      .describe(
        'Which percentage of the lifetime is left when the stage begins. With `before`, the later of both counts.',
      ),
    actions,
  })
  .refine((s) => s.before !== undefined || s.percentOfLifetime !== undefined, {
    error: 'needs `before`, `percentOfLifetime` or both',
  })
  .refine((s) => !['expired', 'active', 'not-yet-effective'].includes(s.name), {
    error: 'expired, active and not-yet-effective are not for a policy to define',
    path: ['name'],
  });

type WrittenStage = z.infer<typeof stage>;

/**
 * Stages are met in their order, so each begins later than the one before it. Where two can't be compared (one has only a
 * length of time, the other only a share of the lifetime) the order is the author's.
 */
const inOrder = (stages: readonly WrittenStage[]): boolean =>
  stages.every(({ before, percentOfLifetime }, index) => {
    const earlier = stages[index - 1];
    if (earlier === undefined) return true;
    const isLaterByTime = before === undefined || earlier.before === undefined || before < earlier.before;
    const isNoEarlierByShare =
      percentOfLifetime === undefined ||
      earlier.percentOfLifetime === undefined ||
      percentOfLifetime <= earlier.percentOfLifetime;
    const isSameTime = before === earlier.before && percentOfLifetime === earlier.percentOfLifetime;
    return isLaterByTime && isNoEarlierByShare && !isSameTime;
  });

const stages = z
  .array(stage)
  .min(1)
  .refine((all) => new Set(all.map(({ name }) => name)).size === all.length, {
    error: 'each stage needs a name of its own',
  })
  .refine(inOrder, { error: 'stages must stand in their order, the farthest from expiry first' })
  .transform((all) =>
    all.map(({ name, before, percentOfLifetime, actions: a }): StageRule => ({
      name,
      limit: { before, percentOfLifetime },
      actions: a,
    })),
  );

const stagePolicy = {
  stages: stages.describe(
    'Stages in the order in which a credential meets them, the farthest from its end first.',
  ),
  onExpired: actions.describe('What is done once it has expired.'),
};

/** The policy as people write it: durations in ISO 8601, the stage farthest from expiry first. */
export const policySchema = z
  .strictObject({
    rules: z
      .array(
        z.strictObject({
          kinds: z
            .array(z.enum(['client-secret', 'client-certificate', 'symmetric-key', 'key-vault-certificate']))
            .optional()
            .describe('Kinds of credentials that the rule is for; absent: all.'),
          environments: z
            .array(z.string())
            .optional()
            .describe('Environments that the rule is for, as the tenants have them; absent: all.'),
          ...stagePolicy,
        }),
      )
      .default([])
      .describe('The first rule that fits a credential decides.'),
    fallback: z.strictObject(stagePolicy).describe('What holds where no rule fits.'),
    longExpired: duration
      .default(days(30))
      .describe(
        'What had ended for longer than this when it was first seen becomes a finding. Default: `P30D`.',
      ),
  })
  .transform((p): Policy => ({
    ...p,
    rules: p.rules.map(({ kinds, environments, ...rule }) => ({ ...rule, kinds, environments })),
  }));
