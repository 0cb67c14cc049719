import * as z from 'zod';
import { eventSchema } from './cloud-event.ts';
import { aboutTenant, personRef } from './parts.ts';

/** From now on the credentials of this source are announced. */
export const armedV1 = eventSchema(
  'expiry-monitor.source.armed.v1',
  z.object({
    ...aboutTenant,
    /** The source that is armed. */
    credentialSource: z.string(),
    /** Who armed it; absent when the settings did. */
    by: personRef.optional(),
  }),
);
