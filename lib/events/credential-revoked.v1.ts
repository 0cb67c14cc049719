import * as z from 'zod';
import { eventSchema } from './cloud-event.ts';
import { aboutRenewal, instant, personRef } from './parts.ts';

/** A credential was taken away before its time, since it may be in wrong hands. */
export const credentialRevokedV1 = eventSchema(
  'expiry-monitor.renewal.credential-revoked.v1',
  z.object({
    ...aboutRenewal,
    /** What the source calls the credential that was removed. */
    keyId: z.string(),
    /** When it was removed. */
    revokedAt: instant,
    /** Why. */
    cause: z.string().meta({ examples: ['exposed', 'not-me', 'compromised'] }),
    /** Who approved it, where one had to. */
    approver: personRef.optional(),
  }),
);
