import * as z from 'zod';
import { eventSchema } from './cloud-event.ts';
import { aboutTenant, instant, personRef } from './parts.ts';

/** The recipient has the new credential. */
export const linkRedeemedV1 = eventSchema(
  'expiry-monitor.renewal.link-redeemed.v1',
  z.object({
    renewalId: z.string().regex(/^rn-[a-z2-7]{26}$/),
    ...aboutTenant,
    subjectId: z.string().regex(/^sb-[a-z2-7]{26}$/),
    attempt: z.int().positive(),
    redeemedAt: instant,
    recipient: personRef,
  }),
);
