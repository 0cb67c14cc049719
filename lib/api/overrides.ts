import * as z from 'zod';
import { operation } from './operation.ts';
import { instant, nothing, overrideId, personRef, subjectId, tenantId } from './parts.ts';

const hostile = (description: string) => z.string().meta({ description: `${description} Hostile text.` });

const override = z.object({
  id: overrideId,
  tenant: tenantId,
  standing: z.enum(['in-force', 'over']).meta({ description: 'Whether it holds now.' }),
  of: z
    .object({
      kind: z.enum(['subject', 'application', 'name', 'label']),
      value: hostile('The id, or a pattern in which `*` stands for any characters.'),
    })
    .meta({ description: 'What it is about. Where several fit, the narrowest holds.' }),
  owner: z.object({
    kind: z.enum(['person', 'group', 'mailbox']),
    value: hostile('An object id, a name or an address.'),
  }),
  reason: hostile('What its author gave as the reason.'),
  author: personRef,
  setAt: instant,
  until: instant.optional().meta({ description: 'From this instant on it no longer holds.' }),
  ended: z
    .object({ at: instant, cause: z.enum(['end-date', 'ended']), by: personRef.optional() })
    .optional()
    .meta({ description: 'When and why it was over.' }),
});
export type OverrideAnswer = z.infer<typeof override>;

const one = z.object({ override });
const word = z.string().trim().min(1, 'is empty').max(256, 'has at most 256 characters');
const pattern = z.string().min(1, 'is empty').max(200, 'has at most 200 characters');

/** Says who was entered by hand. */
export const listOverridesOperation = operation({
  name: 'list-overrides',
  method: 'GET',
  route: 'api/owner-overrides',
  guard: { kind: 'role', role: 'Reader' },
  summary: 'Who answers for something because someone said so, the newest first.',
  description: 'Those that stand in the policy are in the policy.',
  params: nothing,
  query: z.object({
    ended: z.enum(['include']).optional().meta({ description: '`include`: those that are over, too.' }),
  }),
  body: undefined,
  answer: z.object({ overrides: z.array(override) }),
  success: { 200: 'The overrides.' },
  problems: [],
});

/** Someone knows better than the directory. */
export const setOverrideOperation = operation({
  name: 'set-override',
  method: 'POST',
  route: 'api/owner-overrides',
  guard: { kind: 'role', role: 'Operator' },
  summary: 'Says who answers for something, whatever the directory or a vault says.',
  description:
    'It comes first in the owner chain. It is refused where it leads to nobody whom one could write to; if they leave later, the chain goes on to its next link. It holds from the next statement about what it fits.',
  params: nothing,
  query: nothing,
  body: z.object({
    tenant: tenantId
      .optional()
      .meta({ description: 'Needed where several are watched and `of` is no subject.' }),
    of: z
      .object({
        subjectId: subjectId.optional(),
        applicationId: z.guid().optional(),
        name: pattern.optional(),
        label: pattern.optional(),
      })
      .meta({ description: 'Exactly one. In names and labels `*` stands for any characters.' }),
    owner: z
      .object({
        person: word.optional().meta({ description: 'Object id, user principal name or mail address.' }),
        group: word.optional().meta({ description: 'Object id or mail address; its members are told.' }),
        mailbox: z.email().max(256).optional(),
      })
      .meta({ description: 'Exactly one.' }),
    reason: z.string().max(1000, 'has at most 1000 characters').default(''),
    until: z.iso
      .datetime({ offset: true, error: 'must be a date and time such as 2026-12-31T12:00:00Z' })
      .optional(),
  }),
  answer: one,
  success: { 201: 'It holds now.' },
  problems: ['bad-input', 'unavailable'],
});

/** Someone has had enough of it. */
export const endOverrideOperation = operation({
  name: 'end-override',
  method: 'POST',
  route: 'api/owner-overrides/{id}/end',
  guard: { kind: 'role', role: 'Operator' },
  summary: 'Ends an override: the owner chain says again who answers.',
  params: z.object({ id: overrideId }),
  query: nothing,
  body: undefined,
  answer: one,
  success: { 200: 'It is over.' },
  problems: ['not-found', 'conflict'],
});
