import * as z from 'zod';
import { operation } from './operation.ts';
import { credentialId, instant, nothing, personRef, subjectId, tenantId } from './parts.ts';

const renewalId = z
  .string()
  .regex(/^rn-[a-z2-7]{26}$/)
  .meta({ description: 'A renewal: one credential and one expiry.' });
const step = z.enum(['add', 'tell', 'switch', 'remove']);

const rollOver = z.object({
  renewalId,
  tenant: tenantId,
  environment: z.string(),
  subjectId,
  subject: z.string().meta({ description: 'What its source calls it: hostile text.' }),
  credentialId,
  kind: z.string().meta({ examples: ['saml-signing-certificate'] }),
  ticket: z.string().meta({ description: 'The number of the request at the service desk.' }),
  carrier: z.enum(['us', 'people']).meta({ description: 'Who carries the steps out.' }),
  phase: z.string().meta({ examples: ['adding', 'telling', 'agreed', 'switching', 'switched'] }),
  expiresAt: instant.meta({ description: 'When the old certificate ends.' }),
  switchAt: instant.meta({ description: 'When the next one is to be used.' }),
  removeAt: instant.optional().meta({ description: 'When the old one goes, once that is known.' }),
  newThumbprint: z.string().optional(),
  held: personRef.optional().meta({ description: 'Who stopped it; absent while it goes on.' }),
  wantsApproval: z.array(step).meta({ description: 'Steps that still want an approval of their own.' }),
  partners: z.array(
    z.object({
      name: z.string().meta({ description: 'Hostile text.' }),
      isMailed: z.boolean(),
      toldAt: instant.optional(),
      answer: z.enum(['acknowledged', 'timed-out']).optional(),
    }),
  ),
});
export type RollOverAnswer = z.infer<typeof rollOver>;

/** What is rolled over now. */
export const listRollOversOperation = operation({
  name: 'list-roll-overs',
  method: 'GET',
  route: 'api/roll-overs',
  guard: { kind: 'role', role: 'Reader' },
  summary: 'The signing certificates that are rolled over now, what ends first first.',
  params: nothing,
  query: nothing,
  body: undefined,
  answer: z.object({ rollOvers: z.array(rollOver) }),
  success: { 200: 'The roll-overs.' },
  problems: [],
});

const reference = z
  .string()
  .max(500, 'has at most 500 characters')
  .optional()
  .meta({ description: 'Where it is written down: a ticket, a mail. Needed with `done`.' });

const word = z.object({
  what: z.enum(['acknowledged', 'done', 'approved', 'switch-on', 'hold', 'resume', 'undo']),
  partner: z.string().max(300).optional().meta({ description: 'Who, with `acknowledged`.' }),
  step: step.optional().meta({ description: 'Which, with `done` and `approved`.' }),
  switchAt: instant.optional().meta({ description: 'When, with `switch-on`.' }),
  reference,
});
export type WordBody = z.infer<typeof word>;

/** Somebody says something of a roll-over. */
export const sayOfRollOverOperation = operation({
  name: 'say-of-roll-over',
  method: 'POST',
  route: 'api/requests/{id}/words',
  guard: { kind: 'role', role: 'Approver' },
  summary:
    'Says something of a roll-over: an answer, a proof, an approval of a step, another date, stop, go on, undo.',
  description:
    'What is said is written down and taken over within seconds. `acknowledged`: a partner has the next certificate. `done`: people did a step themselves, which is not said of steps of ours. `approved`: of a step that wants its own approval, never by whoever the request is for. `hold`, `resume`: stop and go on. `undo`: until the switch, takes the next certificate away again and ends the request.',
  params: z.object({ id: renewalId }),
  query: nothing,
  body: word,
  answer: z.object({ word: z.object({ id: z.string(), what: z.string(), at: instant }) }),
  success: { 202: 'It is written down; what follows from it shows in the roll-over and on the ticket.' },
  problems: ['not-allowed', 'not-found', 'conflict', 'bad-input'],
});
