import * as z from 'zod';
import { eventSchema } from './cloud-event.ts';
import { aboutCredential, credentialSequence, instant, severity } from './parts.ts';

/**
 * Something about a credential that wants a person's eye, but is no deadline. The list of findings is open: whoever reads
 * it passes over those that it does not know.
 */
export const findingV2 = eventSchema(
  'expiry-monitor.credential.finding.v2',
  z.object({
    ...aboutCredential,
    ...credentialSequence,
    /**
     * What was found. `no-expiry`: it never ends. `over-long`: it lives longer than the policy allows. `long-expired`: it
     * had ended long before it was first seen. `unclaimed-credential`: we made it, and no renewal knows it.
     */
    finding: z
      .string()
      .meta({ examples: ['no-expiry', 'over-long', 'long-expired', 'unclaimed-credential'] }),
    /** What the source calls the credential. */
    keyId: z.string(),
    severity: severity.optional(),
    /** What exactly was found, for people to read. Show it as hostile text. */
    detail: z.string().optional(),
    /** The exception that it is about. */
    silenceId: z
      .string()
      .regex(/^sl-[a-z2-7]{26}$/)
      .optional(),
    /** When it began to hold. */
    startsAt: instant.optional(),
    /** When it ends or ended; absent if it never does. */
    expiresAt: instant.optional(),
  }),
);
