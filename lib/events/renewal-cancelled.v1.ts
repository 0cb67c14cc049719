import * as z from 'zod';
import { eventSchema } from './cloud-event.ts';
import { aboutRenewal, instant } from './parts.ts';

/** The renewal ends without a new credential of ours. */
export const renewalCancelledV1 = eventSchema(
  'expiry-monitor.renewal.cancelled.v1',
  z.object({
    ...aboutRenewal,
    /** When it was ended. */
    cancelledAt: instant,
    /** Why. */
    cause: z.string().meta({ examples: ['renewed-by-others', 'credential-removed', 'ended-by-person'] }),
    /** What the source calls the credential that took over, if one did. */
    newKeyId: z.string().optional(),
  }),
);
