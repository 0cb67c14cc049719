import * as z from 'zod';
import { eventSchema } from './cloud-event.ts';
import { aboutTenant, instant } from './parts.ts';

/** A scan of one source ended, and says what it could not read. Nothing is concluded from absence unless it is complete. */
export const scanCompletedV1 = eventSchema(
  'expiry-monitor.scan.completed.v1',
  z.object({
    ...aboutTenant,
    credentialSource: z.string(),
    scanId: z.string().regex(/^sc-[a-z2-7]{26}$/),
    coverage: z.enum(['complete', 'partial', 'failed']),
    subjects: z.int().nonnegative(),
    credentials: z.int().nonnegative(),
    unread: z.array(z.object({ what: z.string(), reason: z.string() })).max(100),
    unreadTotal: z.int().nonnegative(),
    startedAt: instant,
  }),
);
