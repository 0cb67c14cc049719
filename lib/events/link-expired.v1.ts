import * as z from 'zod';
import { eventSchema } from './cloud-event.ts';
import { aboutTenant, instant } from './parts.ts';

/** The hour passed and nobody opened the link; the new credential is taken away. */
export const linkExpiredV1 = eventSchema(
  'expiry-monitor.renewal.link-expired.v1',
  z.object({
    renewalId: z.string().regex(/^rn-[a-z2-7]{26}$/),
    ...aboutTenant,
    subjectId: z.string().regex(/^sb-[a-z2-7]{26}$/),
    attempt: z.int().positive(),
    expiredAt: instant,
  }),
);
