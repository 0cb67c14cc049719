import * as z from 'zod';
import { eventSchema } from './cloud-event.ts';
import { aboutTenant, instant, personRef } from './parts.ts';

/** Someone of the team says by the API that something is wrong with what a renewal made. */
export const reportGivenV1 = eventSchema(
  'expiry-monitor.renewal.report-given.v1',
  z.object({
    ...aboutTenant,
    /** Which renewal: one credential and one expiry. */
    renewalId: z.string().regex(/^rn-[a-z2-7]{26}$/),
    /** Which report: one person, one kind, one attempt. */
    reportId: z.string().regex(/^rp-[a-z2-7]{26}$/),
    /** What is wrong. */
    report: z.enum(['exposed', 'lost', 'misconfigured', 'unsure']),
    /** Which attempt's credential it is about, from 1. */
    attempt: z.int().positive(),
    /** When it was reported. */
    reportedAt: instant,
    /** Who reported it. */
    reporter: personRef,
  }),
);
