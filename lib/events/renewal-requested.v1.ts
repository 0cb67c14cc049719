import * as z from 'zod';
import { eventSchema } from './cloud-event.ts';
import { aboutRenewal, instant, personRef } from './parts.ts';

/** The service desk has the request for this renewal. */
export const renewalRequestedV1 = eventSchema(
  'expiry-monitor.renewal.requested.v1',
  z.object({
    ...aboutRenewal,
    /** The number of the request at the service desk. */
    ticket: z.string(),
    /** When the credential that is to be renewed ends. */
    expiresAt: instant,
    /** Who is to receive the new credential; absent while nobody was found. */
    recipient: personRef.optional(),
  }),
);
