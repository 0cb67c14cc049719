import * as z from 'zod';
import type { Policy } from './domain/policy.ts';
import { days, type Duration, parseDuration } from './domain/time.ts';

const duration = z.string().transform((text, context): Duration => {
  const parsed = parseDuration(text);
  if (parsed !== undefined) return parsed;
  context.addIssue('must be an ISO 8601 duration such as P30D');
  return z.NEVER;
});

const actions = z.array(z.enum(['notify-owner', 'raise-request']));

const stage = z
  .object({
    name: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, 'must be a name such as near-expiry'),
    before: duration.optional(),
    percentOfLifetime: z.number().min(1).max(99).optional(),
    actions,
  })
  .refine((s) => s.before !== undefined || s.percentOfLifetime !== undefined, {
    error: 'needs `before`, `percentOfLifetime` or both',
  })
  .refine((s) => !['expired', 'active', 'not-yet-effective'].includes(s.name), {
    error: 'expired, active and not-yet-effective are not for a policy to define',
    path: ['name'],
  })
  .transform(({ name, before, percentOfLifetime, actions: a }) => ({
    name,
    limit: { before, percentOfLifetime },
    actions: a,
  }));

const stagePolicy = { stages: z.array(stage).min(1), onExpired: actions };

/** The policy as people write it: durations in ISO 8601, the stage farthest from expiry first. */
export const policySchema = z
  .object({
    rules: z
      .array(
        z.object({
          kinds: z.array(z.enum(['client-secret', 'client-certificate', 'key-vault-certificate'])).optional(),
          environments: z.array(z.string()).optional(),
          ...stagePolicy,
        }),
      )
      .default([]),
    fallback: z.object(stagePolicy),
    longExpired: duration.default(days(30)),
  })
  .transform((p): Policy => ({
    ...p,
    rules: p.rules.map(({ kinds, environments, ...rule }) => ({ ...rule, kinds, environments })),
  }));
