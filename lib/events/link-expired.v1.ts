import * as z from 'zod';
import { eventSchema } from './cloud-event.ts';
import { aboutCredential, instant } from './parts.ts';

/** The hour passed and nobody opened the link; the new credential is taken away. */
export const linkExpiredV1 = eventSchema(
  'expiry-monitor.renewal.link-expired.v1',
  z.object({
    ...aboutCredential,
    /** The renewal whose link it was. */
    renewalId: z.string().regex(/^rn-[a-z2-7]{26}$/),
    /** Which attempt of the renewal the link belonged to, from 1. */
    attempt: z.int().positive(),
    /** When the hour of the link was over. */
    expiredAt: instant,
  }),
);
