import * as z from 'zod';
import { eventSchema } from './cloud-event.ts';
import { aboutRenewal, instant } from './parts.ts';

/** An outside failure holds a renewal up. It is tried again until it succeeds or someone ends it. */
export const renewalPausedV1 = eventSchema(
  'expiry-monitor.renewal.paused.v1',
  z.object({
    ...aboutRenewal,
    step: z.string(),
    failure: z.string(),
    nextTryAt: instant,
  }),
);
