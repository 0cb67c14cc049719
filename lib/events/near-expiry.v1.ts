import * as z from 'zod';
import { eventSchema } from './cloud-event.ts';
import { aboutCredential, aboutExpiry, instant, severity } from './parts.ts';

/** A credential came to a stage of its policy before expiry. One transition, one event id. */
export const nearExpiryV1 = eventSchema(
  'expiry-monitor.credential.near-expiry.v1',
  z.object({
    ...aboutCredential,
    /** The stage of the policy that it came to; policies name their own. */
    stage: z.string().meta({ examples: ['notice', 'near-expiry', 'urgent', 'final'] }),
    severity,
    /** When it ends. */
    expiresAt: instant,
    /** Whole days, rounded down, when it was said. */
    daysRemaining: z.int(),
    ...aboutExpiry,
  }),
);
