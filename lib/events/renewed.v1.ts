import * as z from 'zod';
import { eventSchema } from './cloud-event.ts';
import { aboutSuccession } from './parts.ts';

/**
 * A credential that had come to a stage has a younger one beside it that ends later. Whether that one serves the same
 * client is not sure, or it does not hold yet; when it took over, `replaced` is said.
 */
export const renewedV1 = eventSchema(
  'expiry-monitor.credential.renewed.v1',
  z.object({
    ...aboutSuccession,
  }),
);
