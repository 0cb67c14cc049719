import * as z from 'zod';
import { eventSchema } from './cloud-event.ts';
import { aboutRenewal, instant } from './parts.ts';

/** The renewal is done and the request is closed with its evidence. */
export const renewalClosedV1 = eventSchema(
  'expiry-monitor.renewal.closed.v1',
  z.object({
    ...aboutRenewal,
    /** When the request was closed. */
    closedAt: instant,
  }),
);
