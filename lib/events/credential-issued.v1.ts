import * as z from 'zod';
import { eventSchema } from './cloud-event.ts';
import { aboutRenewal, instant } from './parts.ts';

/** A new credential exists, sealed behind a link. Its value is in no event. */
export const credentialIssuedV1 = eventSchema(
  'expiry-monitor.renewal.credential-issued.v1',
  z.object({
    ...aboutRenewal,
    attempt: z.int().positive(),
    newKeyId: z.string(),
    newExpiresAt: instant,
  }),
);
