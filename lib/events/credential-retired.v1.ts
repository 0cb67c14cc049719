import * as z from 'zod';
import { eventSchema } from './cloud-event.ts';
import { aboutRenewal, instant } from './parts.ts';

/** The old credential was removed on its date. */
export const credentialRetiredV1 = eventSchema(
  'expiry-monitor.renewal.credential-retired.v1',
  z.object({
    ...aboutRenewal,
    /** What the source calls the credential that was removed. */
    keyId: z.string(),
    /** When it was removed. */
    retiredAt: instant,
    /** Why it could go. */
    basis: z
      .string()
      .optional()
      .meta({ examples: ['no-use-known', 'use-unknown', 'on-date', 'agreed', 'time-over', 'expired'] }),
  }),
);
