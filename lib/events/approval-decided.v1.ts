import * as z from 'zod';
import { eventSchema } from './cloud-event.ts';
import { aboutRenewal, instant, personRef } from './parts.ts';

/** Someone decided. `refused` says why a decision does not count. */
export const approvalDecidedV1 = eventSchema(
  'expiry-monitor.renewal.approval-decided.v1',
  z.object({
    ...aboutRenewal,
    /** The service desk's own id of the decision. */
    decisionId: z.string(),
    /** What was decided; `refused` is an approval that does not count. */
    outcome: z.enum(['approved', 'denied', 'refused']),
    /**
     * Why a decision does not count, such as `APPROVER_IS_RECIPIENT`; that more approvals are needed (`MORE_NEEDED`), or that nobody
     * approved in time (`TIMED_OUT`).
     */
    reason: z.string().optional(),
    /** When the approver decided, as the service desk has it. */
    decidedAt: instant,
    /** Who decided, where the directory knows that person. */
    approver: personRef.optional(),
    /** Which revision of the request was before the approver. */
    revision: z.string(),
  }),
);
