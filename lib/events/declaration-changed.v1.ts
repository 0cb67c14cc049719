import * as z from 'zod';
import { eventSchema } from './cloud-event.ts';
import { aboutCredential, instant, personRef } from './parts.ts';

/** Someone declared over the API what no API shows, or changed or removed what was declared. */
export const declarationChangedV1 = eventSchema(
  'expiry-monitor.declaration.changed.v1',
  z.object({
    ...aboutCredential,
    /** What its writers call the item. */
    itemId: z.string(),
    /** Counted upwards with every change of the item. */
    revision: z.int().positive(),
    /** What became of it. */
    change: z.enum(['added', 'changed', 'removed']),
    /** When it is said to end; absent if it never does, or nobody knows. */
    expiresAt: instant.optional(),
    /** Who said so. */
    by: personRef,
  }),
);
