import * as z from 'zod';
import { eventSchema } from './cloud-event.ts';
import { aboutCredential, instant, personRef } from './parts.ts';

/** The recipient has the new credential. */
export const linkRedeemedV1 = eventSchema(
  'expiry-monitor.renewal.link-redeemed.v1',
  z.object({
    ...aboutCredential,
    /** The renewal whose link it was. */
    renewalId: z.string().regex(/^rn-[a-z2-7]{26}$/),
    /** Which attempt of the renewal the link belonged to, from 1. */
    attempt: z.int().positive(),
    /** When the link was opened. */
    redeemedAt: instant,
    /** Who has it now. */
    recipient: personRef,
  }),
);
