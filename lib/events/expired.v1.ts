import * as z from 'zod';
import { eventSchema } from './cloud-event.ts';
import { aboutCredential, instant, severity } from './parts.ts';

/** A credential has expired and nothing replaced it. It stays so until removed, replaced or accepted. */
export const expiredV1 = eventSchema(
  'expiry-monitor.credential.expired.v1',
  z.object({
    ...aboutCredential,
    stage: z.literal('expired'),
    severity,
    expiresAt: instant,
    daysRemaining: z.int(),
  }),
);
