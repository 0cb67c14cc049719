import * as z from 'zod';
import { eventSchema } from './cloud-event.ts';
import { aboutRenewal, instant } from './parts.ts';

/** An owner handed in a public certificate, and it was found good. It is put in place next. */
export const certificateAcceptedV1 = eventSchema(
  'expiry-monitor.renewal.certificate-accepted.v1',
  z.object({
    ...aboutRenewal,
    /** How it came: by the link page, or as a file on the request. */
    from: z.enum(['link', 'attachment']),
    /** SHA-1 of the certificate, upper-case hex, as directories show it. */
    thumbprint: z.string(),
    /** When it ends. */
    newExpiresAt: instant,
  }),
);
