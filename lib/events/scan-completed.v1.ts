import * as z from 'zod';
import { eventSchema } from './cloud-event.ts';
import { aboutTenant, instant } from './parts.ts';

/** A scan of one source ended, and says what it could not read. Nothing is concluded from absence unless it is complete. */
export const scanCompletedV1 = eventSchema(
  'expiry-monitor.scan.completed.v1',
  z.object({
    ...aboutTenant,
    /** The source that was scanned. */
    credentialSource: z.string(),
    /** Which scan. */
    scanId: z.string().regex(/^sc-[a-z2-7]{26}$/),
    /** `complete`: all was read. `partial`: all but what `unread` names. `failed`: the source could not be read. */
    coverage: z.enum(['complete', 'partial', 'failed']),
    /** `full`: everything was read. `changes`: what changed since the scan before. */
    scope: z.enum(['full', 'changes']).optional(),
    /** How many subjects were read. */
    subjects: z.int().nonnegative(),
    /** How many credentials they hold. */
    credentials: z.int().nonnegative(),
    /** What could not be read, up to 100 of them. */
    unread: z
      .array(
        z.object({
          /** What the source calls it. Show it as hostile text. */
          what: z.string(),
          /** Why it could not be read. */
          reason: z.string(),
        }),
      )
      .max(100),
    /** How many things could not be read in all. */
    unreadTotal: z.int().nonnegative(),
    /** When the scan started. */
    startedAt: instant,
  }),
);
