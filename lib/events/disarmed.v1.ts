import * as z from 'zod';
import { eventSchema } from './cloud-event.ts';
import { aboutTenant, personRef } from './parts.ts';

/** From now on the credentials of this source are seen and judged, and no longer announced. */
export const disarmedV1 = eventSchema(
  'expiry-monitor.source.disarmed.v1',
  z.object({
    ...aboutTenant,
    /** The source that is disarmed. */
    credentialSource: z.string(),
    /** Who disarmed it; absent when the settings did. */
    by: personRef.optional(),
  }),
);
