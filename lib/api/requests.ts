import * as z from 'zod';
import { operation } from './operation.ts';
import { credentialId, instant, nothing, personRef, subjectId, tenantId } from './parts.ts';

const renewalId = z
  .string()
  .regex(/^rn-[a-z2-7]{26}$/)
  .meta({ description: 'A renewal: one credential and one expiry.' });

const person = personRef.extend({ name: z.string().meta({ description: 'Hostile text.' }) });

const request = z.object({
  renewalId,
  revision: z.string().meta({ description: 'Names exactly what is asked: a decision has to name it too.' }),
  tenant: tenantId,
  environment: z.string(),
  subjectId,
  subject: z.string().meta({ description: 'What the directory or vault calls it: hostile text.' }),
  credentialId,
  kind: z.string().meta({ examples: ['client-secret'] }),
  keyId: z.string(),
  expiresAt: instant,
  ticket: z.string().meta({ description: 'The number of the request at the service desk.' }),
  recipient: person.optional().meta({
    description: 'Who gets what is made; absent: nobody yet, and no approval counts until there is.',
  }),
  deputies: z.array(person).meta({ description: 'Who gets it instead if no mail reaches the recipient.' }),
});
export type RequestAnswer = z.infer<typeof request>;

const decision = z.object({
  id: z.string().regex(/^dc-[a-z2-7]{26}$/),
  outcome: z.enum(['approved', 'denied']),
  decidedAt: instant,
});

/** What waits for a decision. */
export const listRequestsOperation = operation({
  name: 'list-requests',
  method: 'GET',
  route: 'api/requests',
  guard: { kind: 'role', role: 'Reader' },
  summary: 'The requests that wait for an approval, what ends first first.',
  params: nothing,
  query: nothing,
  body: undefined,
  answer: z.object({ requests: z.array(request) }),
  success: { 200: 'The requests.' },
  problems: [],
});

/** An approver decides. */
export const decideRequestOperation = operation({
  name: 'decide-request',
  method: 'POST',
  route: 'api/requests/{id}/decisions',
  guard: { kind: 'role', role: 'Approver' },
  summary: 'Approves or denies a request, as one can at the service desk.',
  description:
    'A decision is for the revision that it names. It counts under the same rules as one at the service desk: never by whoever receives the credential, asked for it or changed the request. Saying the same twice is one decision; a decision is not changed afterwards.',
  params: z.object({ id: renewalId }),
  query: nothing,
  body: z.object({
    outcome: z.enum(['approved', 'denied']),
    revision: z.string().min(1).max(100),
    justification: z.string().max(1000, 'has at most 1000 characters').optional(),
  }),
  answer: z.object({ decision }),
  success: { 202: 'It is written down; whether it counts shows in the request.' },
  problems: ['sign-in-again', 'not-allowed', 'not-found', 'conflict'],
});
