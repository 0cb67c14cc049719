import * as z from 'zod';
import { eventSchema } from './cloud-event.ts';
import { aboutRenewal, instant } from './parts.ts';

/** The old credential stays longer than was announced. */
export const retirementPostponedV1 = eventSchema(
  'expiry-monitor.renewal.retirement-postponed.v1',
  z.object({
    ...aboutRenewal,
    /** What the source calls the old credential. */
    keyId: z.string(),
    /** When it was to be removed. */
    retireAt: instant,
    /** When it is to be removed now. */
    postponedTo: instant,
    /** Why. */
    cause: z.string().meta({ examples: ['not-seen-in-use', 'old-one-in-use', 'ended-by-person'] }),
  }),
);
