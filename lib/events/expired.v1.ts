import * as z from 'zod';
import { eventSchema } from './cloud-event.ts';
import { aboutCredential, aboutExpiry, instant, severity } from './parts.ts';

/** A credential has expired and nothing replaced it. It stays so until removed, replaced or accepted. */
export const expiredV1 = eventSchema(
  'expiry-monitor.credential.expired.v1',
  z.object({
    ...aboutCredential,
    /** Always `expired`, so that a filter by stage finds it. */
    stage: z.literal('expired'),
    severity,
    /** When it ended. */
    expiresAt: instant,
    /** Whole days, rounded down, when it was said: 0 or less. */
    daysRemaining: z.int(),
    ...aboutExpiry,
  }),
);
