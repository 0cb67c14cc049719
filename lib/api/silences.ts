import * as z from 'zod';
import { operation } from './operation.ts';
import { credentialId, instant, nothing, personRef, silenceId, subjectId, tenantId } from './parts.ts';

const kind = z.enum(['snooze', 'accepted-risk', 'exception']).meta({
  description:
    '`snooze`: not now. `accepted-risk`: known, and borne. `exception`: a secret is allowed where the policy prefers another kind; it silences the advice only.',
});

const silence = z.object({
  id: silenceId,
  kind,
  standing: z.enum(['in-force', 'awaiting-approval', 'over']).meta({ description: 'Whether it holds now.' }),
  tenant: tenantId,
  environment: z.string(),
  subjectId,
  subject: z.string().meta({ description: 'What the directory or vault calls it: hostile text.' }),
  credentialId,
  reason: z.string().meta({ description: 'What the author gave as the reason: hostile text.' }),
  author: personRef,
  approver: personRef.optional().meta({ description: 'Another person; a snooze needs none.' }),
  startsAt: instant,
  until: instant.meta({ description: 'From this instant on it no longer holds.' }),
  ended: z
    .object({
      at: instant,
      cause: z.string().meta({ examples: ['end-date', 'ended', 'never-approved', 'expiry-changed'] }),
      by: personRef.optional(),
    })
    .optional()
    .meta({ description: 'When and why it was over.' }),
});
export type SilenceAnswer = z.infer<typeof silence>;

const one = z.object({ silence });
const role = (name: 'Reader' | 'Operator' | 'Approver') => ({ kind: 'role', role: name }) as const;
const params = z.object({ id: silenceId });

/** Says what is silent. */
export const listSilencesOperation = operation({
  name: 'list-silences',
  method: 'GET',
  route: 'api/silences',
  guard: role('Reader'),
  summary: 'What is silent because someone asked for it, the next to end first.',
  params: nothing,
  query: z.object({
    ended: z.enum(['include']).optional().meta({ description: '`include`: those that are over, too.' }),
  }),
  body: undefined,
  answer: z.object({ silences: z.array(silence) }),
  success: { 200: 'The silences.' },
  problems: [],
});

/** Asks for silence. */
export const askForSilenceOperation = operation({
  name: 'ask-for-silence',
  method: 'POST',
  route: 'api/silences',
  guard: role('Operator'),
  summary: 'Asks for silence about one credential, with a reason and an end.',
  description:
    'A snooze holds at once. An accepted risk and an exception hold once another person has approved them. Each is void when the credential, its owners or its severity changes. How long they may last is in the policy. Asking for the same twice makes one.',
  params: nothing,
  query: nothing,
  body: z.object({
    credentialId,
    subjectId: subjectId.optional().meta({ description: 'Saves a search.' }),
    kind,
    reason: z.string().max(1000, 'has at most 1000 characters').default(''),
    until: z.iso.datetime({ offset: true, error: 'must be a date and time such as 2026-12-31T12:00:00Z' }),
  }),
  answer: one,
  success: { 201: 'It is there now.', 200: 'It was there already.' },
  problems: ['not-allowed', 'conflict', 'unavailable'],
});

/** Another person says yes. */
export const approveSilenceOperation = operation({
  name: 'approve-silence',
  method: 'POST',
  route: 'api/silences/{id}/approve',
  guard: role('Approver'),
  summary: 'Approves an accepted risk or an exception. Never by the person who asked for it.',
  params,
  query: nothing,
  body: undefined,
  answer: one,
  success: { 200: 'It holds now.' },
  problems: ['sign-in-again', 'not-allowed', 'not-found', 'conflict'],
});

/** Someone has had enough of it. */
export const endSilenceOperation = operation({
  name: 'end-silence',
  method: 'POST',
  route: 'api/silences/{id}/end',
  guard: role('Operator'),
  summary: 'Ends a silence before its date: what is due is announced again.',
  params,
  query: nothing,
  body: undefined,
  answer: one,
  success: { 200: 'It is over.' },
  problems: ['not-allowed', 'not-found', 'conflict'],
});
