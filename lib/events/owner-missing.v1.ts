import * as z from 'zod';
import { eventSchema } from './cloud-event.ts';
import { aboutCredential, credentialSequence, instant } from './parts.ts';

/** A stage wants an owner to be told, and no one could be found. */
export const ownerMissingV1 = eventSchema(
  'expiry-monitor.credential.owner-missing.v1',
  z.object({
    ...aboutCredential,
    ...credentialSequence,
    /** The stage at which someone was to be told. */
    stage: z.string(),
    /** When the credential ends or ended. */
    expiresAt: instant,
  }),
);
