import * as z from 'zod';
import { eventSchema } from './cloud-event.ts';
import { aboutRenewal, instant, personRef } from './parts.ts';

/** Someone decided. `refused` says why a decision does not count. */
export const approvalDecidedV1 = eventSchema(
  'expiry-monitor.renewal.approval-decided.v1',
  z.object({
    ...aboutRenewal,
    decisionId: z.string(),
    outcome: z.enum(['approved', 'denied', 'refused']),
    reason: z.string().optional(),
    decidedAt: instant,
    approver: personRef.optional(),
    revision: z.string(),
  }),
);
