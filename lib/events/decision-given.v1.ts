import * as z from 'zod';
import { eventSchema } from './cloud-event.ts';
import { aboutTenant, instant, personRef } from './parts.ts';

/** Someone decided about a request by the API. Whether that counts is said by ApprovalDecided. */
export const decisionGivenV1 = eventSchema(
  'expiry-monitor.renewal.decision-given.v1',
  z.object({
    ...aboutTenant,
    /** Which renewal: one credential and one expiry. */
    renewalId: z.string().regex(/^rn-[a-z2-7]{26}$/),
    /** Which decision: one person and one revision. */
    decisionId: z.string().regex(/^dc-[a-z2-7]{26}$/),
    /** What was decided. */
    outcome: z.enum(['approved', 'denied']),
    /** Which revision of the request the person saw. */
    revision: z.string(),
    /** When it was decided. */
    decidedAt: instant,
    /** Who decided. */
    approver: personRef,
  }),
);
