import * as z from 'zod';
import { eventSchema } from './cloud-event.ts';
import { aboutCredential, instant } from './parts.ts';

/** A stage wants an owner to be told, and no one could be found. */
export const ownerMissingV1 = eventSchema(
  'expiry-monitor.credential.owner-missing.v1',
  z.object({
    ...aboutCredential,
    stage: z.string(),
    expiresAt: instant,
  }),
);
