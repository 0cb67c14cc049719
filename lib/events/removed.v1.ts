import * as z from 'zod';
import { eventSchema } from './cloud-event.ts';
import { aboutCredential, credentialSequence, instant } from './parts.ts';

/** A credential is no longer there: nothing more is announced about it. */
export const removedV1 = eventSchema(
  'expiry-monitor.credential.removed.v1',
  z.object({
    ...aboutCredential,
    ...credentialSequence,
    /** What the source called the credential. */
    keyId: z.string(),
    /** When it would have ended or had ended; absent if it never did. */
    expiresAt: instant.optional(),
    /** When it was first seen that it is gone. */
    removedAt: instant,
  }),
);
