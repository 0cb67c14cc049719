import * as z from 'zod';
import { eventSchema } from './cloud-event.ts';
import { aboutCredential, instant, personRef } from './parts.ts';

/** Someone says that something is wrong with a link or with what it gave. */
export const linkReportedV1 = eventSchema(
  'expiry-monitor.renewal.link-reported.v1',
  z.object({
    ...aboutCredential,
    /** The renewal whose link it is. */
    renewalId: z.string().regex(/^rn-[a-z2-7]{26}$/),
    /** Which attempt of the renewal the link belongs to, from 1. */
    attempt: z.int().positive(),
    /** When it was reported. */
    reportedAt: instant,
    /** What is wrong. */
    report: z.string().meta({ examples: ['exposed', 'not-me', 'lost', 'misconfigured', 'unsure'] }),
    /** Who reported it; absent when nobody had signed in. */
    reporter: personRef.optional(),
  }),
);
