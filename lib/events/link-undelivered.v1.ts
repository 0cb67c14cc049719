import * as z from 'zod';
import { eventSchema } from './cloud-event.ts';
import { aboutCredential, instant } from './parts.ts';

/** The mail with a link did not reach its recipient; the link is over, and the new credential is taken away. */
export const linkUndeliveredV1 = eventSchema(
  'expiry-monitor.renewal.link-undelivered.v1',
  z.object({
    ...aboutCredential,
    /** The renewal whose link it was. */
    renewalId: z.string().regex(/^rn-[a-z2-7]{26}$/),
    /** Which attempt of the renewal the link belonged to, from 1. */
    attempt: z.int().positive(),
    /** When we learned of it. */
    undeliveredAt: instant,
    /**
     * `refused`: the mail provider did not take the mail. `bounced`: the recipient's mail system sent it back. `blocked`:
     * that system took no mail from us then. `dropped`: the provider took it and did not pass it on.
     */
    reason: z.string().meta({ examples: ['refused', 'bounced', 'blocked', 'dropped'] }),
  }),
);
