import * as z from 'zod';
import { eventSchema } from './cloud-event.ts';
import { aboutRenewal, instant, personRef } from './parts.ts';

/** The one-hour link is on its way to the recipient. */
export const linkSentV1 = eventSchema(
  'expiry-monitor.renewal.link-sent.v1',
  z.object({
    ...aboutRenewal,
    /** Which attempt of the renewal the link belongs to, from 1. */
    attempt: z.int().positive(),
    /** Until when the link opens. */
    notAfter: instant,
    /** Who may open it. */
    recipient: personRef,
  }),
);
