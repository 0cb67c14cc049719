import * as z from 'zod';
import { eventSchema } from './cloud-event.ts';
import { aboutRenewal, instant, personRef } from './parts.ts';

/** The one-hour link is on its way to the recipient. */
export const linkSentV1 = eventSchema(
  'expiry-monitor.renewal.link-sent.v1',
  z.object({
    ...aboutRenewal,
    attempt: z.int().positive(),
    notAfter: instant,
    recipient: personRef,
  }),
);
