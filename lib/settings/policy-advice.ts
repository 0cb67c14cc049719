import * as z from 'zod';
import type { Dependent, PreferredKind, Preference } from '../domain/advice.ts';
import { days, parseInstant } from '../domain/time.ts';
import { selector } from './policy-selector.ts';
import { duration } from './types.ts';

const PREFERRED = [
  'certificate',
  'federated-credential',
  'saml-with-scim',
] as const satisfies readonly PreferredKind[];

const text = z.string().trim().min(1).max(500);

export const preference: z.ZodType<Preference> = z.strictObject({
  for: selector.describe('Which credentials it is about.'),
  prefer: z
    .array(z.enum(PREFERRED))
    .min(1, 'names nothing that is preferred')
    .describe('What they should be in place of what they are, the best first.'),
  reason: text.describe('Why, in a sentence that owners read.'),
  reviewAfter: duration
    .default(days(180))
    .describe('When the advice is to be looked at again, after it was given. Default: `P180D`.'),
});

/** A day as people write it: its beginning in UTC. */
export const day = z.string().transform((written, context) => {
  const at = parseInstant(`${written}T00:00:00Z`);
  if (at !== undefined) return at;
  context.addIssue('must be a day such as 2027-06-30');
  return z.NEVER;
});

export const dependent: z.ZodType<Dependent> = z
  .strictObject({
    name: text.describe('What people call it.'),
    of: selector.describe('Which credentials it depends on.'),
    accepts: z
      .array(z.enum(['secret', ...PREFERRED]))
      .min(1, 'must accept something')
      .describe('What it accepts from whoever signs in to it.'),
    reviewOn: day.optional().describe('The day on which it is asked again, such as `2027-06-30`.'),
  })
  .transform(({ reviewOn, ...rest }) => ({ ...rest, reviewAt: reviewOn }));
