import * as z from 'zod';
import { contactOf, type OwnerContact } from '../domain/owner-contact.ts';
import { type OverrideScope, scopeOf } from '../domain/owner-override.ts';
import { day } from './policy-advice.ts';

const pattern = z.string().min(1).max(200);
const word = z.string().trim().min(1).max(256);

const CONTACTS = 'must have exactly one of person, group and mailbox';

const contact = z
  .strictObject({
    person: word.optional().describe('A person: object id, user principal name or mail address.'),
    group: word.optional().describe('A group, whose members are told: object id or mail address.'),
    mailbox: z.email().max(256).optional().describe('A mailbox, which is written to as it stands.'),
  })
  .transform((said, context): OwnerContact => {
    const only = contactOf(said);
    if (only !== undefined) return only;
    context.addIssue({ code: 'custom', message: CONTACTS });
    return z.NEVER;
  });

const SCOPES = 'must have exactly one of subjectId, applicationId, name and label';

const scope = z
  .strictObject({
    subjectId: z
      .string()
      .regex(/^sb-[a-z2-7]{26}$/, 'must be a subject id such as the inventory shows')
      .optional()
      .describe('One subject, by the id that the inventory shows.'),
    applicationId: z.guid().toLowerCase().optional().describe('An application (client) id.'),
    name: pattern.optional().describe('Names of subjects, in which `*` stands for any characters.'),
    label: pattern.optional().describe('A label, in which `*` stands for any characters.'),
  })
  .transform((said, context): OverrideScope => {
    const only = scopeOf(said);
    if (only !== undefined) return only;
    context.addIssue({ code: 'custom', message: SCOPES });
    return z.NEVER;
  });

const override = z
  .strictObject({
    of: scope.describe('What it is about.'),
    owner: contact.describe('Who answers for it.'),
    reason: z.string().trim().min(1).max(500).describe('Why, for whoever reads the policy.'),
    until: day.optional().describe('The day from which on it no longer holds, such as `2027-06-30`.'),
  })
  .transform(({ of, ...rest }) => ({ ...rest, scope: of, until: rest.until }));

/** Who answers for things, beyond what directories and vaults say. */
export const owners = z
  .strictObject({
    overrides: z
      .array(override)
      .default([])
      .describe(
        'Who answers for something, whatever else is said of it. The narrowest that fits holds; an override that was set by the API comes before these.',
      ),
    references: z
      .array(
        z.strictObject({
          reference: pattern.describe('A service management reference; `*` stands for any characters.'),
          owner: contact.describe('Who answers for what bears it.'),
        }),
      )
      .default([])
      .describe('Where service management references lead. The first that fits.'),
    managerOfLeavers: z
      .boolean()
      .default(false)
      .describe(
        'Whether the manager of an owner who has left is told when nobody else is found. Default: `false`.',
      ),
  })
  .prefault({})
  .describe('Who answers for things, beyond what directories and vaults say.');
