import * as z from 'zod';
import { DEFAULT_POLICY, type Policy } from '../domain/policy.ts';
import { CATALOGUE } from '../domain/system-managed.ts';
import { dependent, preference } from './policy-advice.ts';
import { owners } from './policy-owners.ts';
import { rollOver } from './policy-roll-over.ts';
import { coversAll, selector, selectorShape } from './policy-selector.ts';
import { stagePolicyShape } from './policy-stages.ts';
import { duration } from './types.ts';
import { readYaml } from './yaml-text.ts';

const rule = z.strictObject({
  name: z.string().min(1).max(80).optional().describe('What people call the rule.'),
  ...selectorShape,
  ...stagePolicyShape,
});

const rules = z
  .array(rule)
  .superRefine((all, context) => {
    all.forEach((later, index) => {
      const first = all.slice(0, index).findIndex((earlier) => coversAll(earlier, later));
      if (first < 0) return;
      const message = `is for nothing: rule ${first} comes first and fits all that it fits. Put it before that one, or remove it`;
      context.addIssue({ code: 'custom', path: [index], message });
    });
  })
  .default([])
  .describe('The first rule that fits a credential decides.');

const patterns = z.array(z.string().min(1).max(200)).min(1).optional();

const product = z
  .strictObject({
    name: z.string().min(1).describe('What people call the product.'),
    subjectNames: patterns.describe('Names of its applications, in which `*` stands for any characters.'),
    labels: patterns.describe('Labels, of which its applications have one.'),
    principalTypes: patterns.describe('Types of principals, as the directory calls them.'),
    ownerOrganizations: patterns.describe('Tenants that the applications belong to.'),
    credentialNames: patterns.describe('Only these of their credentials; absent: all.'),
  })
  .refine(({ name: _, ...rest }) => Object.values(rest).some((value) => value !== undefined), {
    error: 'would fit everything: say by what the product is known',
  });

const KNOWN_PRODUCTS: ReadonlySet<string> = new Set(CATALOGUE.map(({ name }) => name));

const systemManaged = z
  .strictObject({
    add: z.array(product).default([]).describe('Further products that renew credentials by themselves.'),
    remove: z
      .array(
        z.string().refine((name) => KNOWN_PRODUCTS.has(name), {
          error: `is not in the catalogue, which knows: ${[...KNOWN_PRODUCTS].join(', ')}`,
        }),
      )
      .default([])
      .describe('Products of the catalogue that are to be watched all the same, by name.'),
  })
  .prefault({})
  .describe('Changes to the catalogue of products whose credentials are left alone.');

const scope = z
  .strictObject({
    include: z.array(selector).default([]).describe('If there are any, nothing else is announced.'),
    exclude: z.array(selector).default([]).describe('What is never announced, whatever else it is.'),
  })
  .prefault({})
  .describe('What is announced at all. Everything is seen and shown.');

const LIMITS = DEFAULT_POLICY.silences;

const silences = z
  .strictObject({
    snooze: duration.default(LIMITS.snooze).describe('Default: `P30D`.'),
    acceptedRisk: duration.default(LIMITS['accepted-risk']).describe('Default: `P365D`.'),
    exception: duration.default(LIMITS.exception).describe('Default: `P92D`.'),
  })
  .prefault({})
  .describe('How long a snooze, an accepted risk and an exception may last at most.')
  .transform(({ snooze, acceptedRisk, exception }) => ({
    snooze,
    'accepted-risk': acceptedRisk,
    exception,
  }));

const RETIREMENT = DEFAULT_POLICY.retirement;

const retirement = z
  .strictObject({
    quiet: duration
      .default(RETIREMENT.quiet)
      .describe('Who signed in with it less long ago still uses it. Default: `P7D`.'),
    askEvery: duration.default(RETIREMENT.askEvery).describe('How often its owner is asked. Default: `P3D`.'),
    longest: duration
      .optional()
      .describe('After so long without an answer it goes all the same; absent: on its own end.'),
  })
  .prefault({})
  .describe('When an old credential is asked about instead of being removed.')
  .transform((said) => ({ ...said, longest: said.longest }));

/** The policy as people write it: durations in ISO 8601, the stage farthest from expiry first. */
export const policySchema: z.ZodType<Policy> = z.strictObject({
  rules,
  fallback: z.strictObject(stagePolicyShape).describe('What holds where no rule fits.'),
  longExpired: duration
    .default(DEFAULT_POLICY.longExpired)
    .describe(
      'What had ended for longer than this when it was first seen becomes a finding. Default: `P30D`.',
    ),
  scope,
  systemManaged,
  preferences: z
    .array(preference)
    .default([])
    .describe(
      'Where other kinds of credentials are preferred. The first that fits is what owners are advised.',
    ),
  dependents: z
    .array(dependent)
    .default([])
    .describe('Who depends on credentials, and what they accept: only that is advised.'),
  silences,
  unusedAfter: duration
    .default(DEFAULT_POLICY.unusedAfter)
    .describe('What was last used before so long lies unused, and is less grave. Default: `P90D`.'),
  renewalGrace: duration
    .default(DEFAULT_POLICY.renewalGrace)
    .describe('How long a vault may be late with a renewal of its own. Default: `P2D`.'),
  retirement,
  owners,
  rollOver,
});

/**
 * A policy as it is written down: JSON, or YAML, of which JSON is a part. What can't be read is named by its place and never
 * by what stands there.
 */
export const policyText = z
  .string()
  .transform((text, context): unknown => {
    const read = readYaml(text);
    if ('value' in read) return read.value;
    for (const fault of read) context.addIssue(fault);
    return z.NEVER;
  })
  .pipe(policySchema);
