import * as z from 'zod';
import { eventSchema } from './cloud-event.ts';
import { aboutRenewal, instant } from './parts.ts';

/** A new credential exists, sealed behind a link. Its value is in no event. */
export const credentialIssuedV1 = eventSchema(
  'expiry-monitor.renewal.credential-issued.v1',
  z.object({
    ...aboutRenewal,
    /** Which attempt made it, from 1: each new attempt takes back what the one before made. */
    attempt: z.int().positive(),
    /** What the source calls the new credential. */
    newKeyId: z.string(),
    /** When the new credential ends. */
    newExpiresAt: instant,
  }),
);
