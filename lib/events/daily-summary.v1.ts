import * as z from 'zod';
import { eventSchema } from './cloud-event.ts';
import { aboutTenant } from './parts.ts';

const count = z.int().nonnegative();

/** What a day brought in one tenant, in numbers. */
export const dailySummaryV1 = eventSchema(
  'expiry-monitor.summary.daily.v1',
  z.object({
    ...aboutTenant,
    /** The day in UTC. */
    day: z.iso.date(),
    /** How many credentials are known. */
    credentials: count,
    /** How many were first seen on that day. */
    new: count,
    /** How many are in a stage before their end, and announced. */
    due: count,
    /** How many have ended and are neither removed, replaced nor accepted. */
    expired: count,
    /** How many came closer to their end without a request that was approved. */
    slipped: count,
    /** How many were replaced or removed on that day. */
    resolved: count,
    /** How many are silent because someone asked for it. */
    silenced: count,
    /** How many wait to be announced since the storm cap was reached. */
    waiting: count,
    /** Whether the storm cap was reached on that day. */
    stormCapHit: z.boolean(),
  }),
);
