import * as z from 'zod';
import { eventSchema } from './cloud-event.ts';
import { aboutTenant, instant } from './parts.ts';

/** We are at work. Whoever hears no other one until `nextBefore` should raise an alarm: silence is not good news. */
export const heartbeatV1 = eventSchema(
  'expiry-monitor.monitor.heartbeat.v1',
  z.object({
    ...aboutTenant,
    /** Until when the next one is to be expected. */
    nextBefore: instant,
    /** What is known of each source that is watched. */
    sources: z.array(
      z.object({
        /** The source. */
        credentialSource: z.string(),
        /** Whether its credentials are announced. */
        armed: z.boolean(),
        /** When its last complete scan ended; absent if there was none. */
        lastCompleteScanAt: instant.optional(),
      }),
    ),
    /** How many events are committed and not yet sent. */
    unsent: z.int().nonnegative(),
    /** Since when the oldest of them waits. */
    unsentSince: instant.optional(),
  }),
);
