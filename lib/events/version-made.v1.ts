import * as z from 'zod';
import { eventSchema } from './cloud-event.ts';
import { aboutRenewal, instant } from './parts.ts';

/** A vault has a new version of what it holds, in the place of the one that ends. Its value is in no event. */
export const versionMadeV1 = eventSchema(
  'expiry-monitor.renewal.version-made.v1',
  z.object({
    ...aboutRenewal,
    /** What the source calls the new version. */
    newKeyId: z.string(),
    /** When the new version ends; absent if it never does. */
    newExpiresAt: instant.optional(),
  }),
);
