import * as z from 'zod';
import { eventSchema } from './cloud-event.ts';
import { aboutSuccession } from './parts.ts';

/**
 * Beside a credential that was announced a younger one was made that ends later. Whether that one serves the same
 * client is not sure, or it does not hold yet; when it took over, `replaced` is said.
 */
export const renewedV1 = eventSchema(
  'expiry-monitor.credential.renewed.v1',
  z.object({
    ...aboutSuccession,
  }),
);
