import * as z from 'zod';
import { eventSchema } from './cloud-event.ts';
import { aboutCredential, credentialSequence, instant } from './parts.ts';

/** Something about a credential that wants a person's eye, but is no deadline. */
export const findingV1 = eventSchema(
  'expiry-monitor.credential.finding.v1',
  z.object({
    ...aboutCredential,
    ...credentialSequence,
    /**
     * `no-expiry`: it never ends. `long-expired`: it had ended long before it was first seen. `unclaimed-credential`: we
     * made it, and no renewal knows it.
     */
    finding: z.enum(['no-expiry', 'long-expired', 'unclaimed-credential']),
    /** What the source calls the credential. */
    keyId: z.string(),
    /** When it ended; only with `long-expired`. */
    expiresAt: instant.optional(),
  }),
);
