import * as z from 'zod';
import { operation } from './operation.ts';
import { instant, nothing } from './parts.ts';

const kind = z.enum(['exposed', 'lost', 'misconfigured', 'unsure']);

/** The team reports what a renewal made. */
export const reportRenewalOperation = operation({
  name: 'report-renewal',
  method: 'POST',
  route: 'api/renewals/{id}/reports',
  guard: { kind: 'role', role: 'Operator' },
  summary: 'Reports the credential that a renewal made: exposed, lost, misconfigured, or odd.',
  description:
    'What is exposed or lost is removed at once, and another one is made under the approval that is there, if that is not older than 14 days. What is the only one left is not removed: its incident says so. Every report is one incident at the service desk, or a part of the one that is open, and one entry of the record. Saying the same twice is one report.',
  params: z.object({ id: z.string().regex(/^rn-[a-z2-7]{26}$/) }),
  query: nothing,
  body: z.object({
    kind,
    said: z.string().min(1).max(1000, 'has at most 1000 characters').optional(),
  }),
  answer: z.object({ report: z.object({ id: z.string().regex(/^rp-[a-z2-7]{26}$/), kind, at: instant }) }),
  success: { 202: 'It is written down, and acted on within seconds.' },
  problems: ['not-allowed', 'not-found', 'conflict'],
});
