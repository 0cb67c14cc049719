import * as z from 'zod';
import { eventSchema } from './cloud-event.ts';
import { aboutRenewal, instant } from './parts.ts';

/** An outside failure holds a renewal up. It is tried again until it succeeds or someone ends it. */
export const renewalPausedV1 = eventSchema(
  'expiry-monitor.renewal.paused.v1',
  z.object({
    ...aboutRenewal,
    /** What could not be done, such as `open-request`. */
    step: z.string(),
    /** Why, as a code such as `UNAVAILABLE`. */
    failure: z.string(),
    /** When it is tried again. */
    nextTryAt: instant,
  }),
);
