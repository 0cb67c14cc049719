import * as z from 'zod';
import { eventSchema } from './cloud-event.ts';
import { aboutTenant, instant, personRef } from './parts.ts';

/** Someone declared a place outside the tenant that is to be watched, or changed or removed what was declared. */
export const placeChangedV1 = eventSchema(
  'expiry-monitor.place.changed.v1',
  z.object({
    ...aboutTenant,
    /** What kind of source it is of, for filters. */
    credentialSource: z.string().meta({ examples: ['federation-metadata', 'openid-providers'] }),
    /** Which place. */
    placeId: z.string().regex(/^(fm|op)-[a-z2-7]{26}$/),
    /** What people call it. Show it as hostile text. */
    placeName: z.string(),
    /** What became of it. */
    change: z.string().meta({
      examples: ['declared', 'declared-anew', 'copied', 'edited', 'enabled', 'disabled', 'removed'],
    }),
    /** When. */
    changedAt: instant,
    /** Who said so. */
    by: personRef,
  }),
);
