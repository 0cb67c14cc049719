import * as z from 'zod';
import { eventSchema } from './cloud-event.ts';
import { aboutRenewal, instant, personRef } from './parts.ts';

/** The service desk has the request for this renewal. */
export const renewalRequestedV1 = eventSchema(
  'expiry-monitor.renewal.requested.v1',
  z.object({
    ...aboutRenewal,
    ticket: z.string(),
    expiresAt: instant,
    recipient: personRef.optional(),
  }),
);
