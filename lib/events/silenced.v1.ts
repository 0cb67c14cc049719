import * as z from 'zod';
import { eventSchema } from './cloud-event.ts';
import { aboutSilence } from './parts.ts';

/** Someone asked for silence about a credential, or approved it. */
export const silencedV1 = eventSchema(
  'expiry-monitor.credential.silenced.v1',
  z.object({
    ...aboutSilence,
    /** `requested`: it waits for another person's approval. `in-force`: from now on nothing is announced until its end. */
    step: z.enum(['requested', 'in-force']),
  }),
);
