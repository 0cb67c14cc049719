import * as z from 'zod';
import { eventSchema } from './cloud-event.ts';
import { aboutRenewal, instant } from './parts.ts';

/** A new credential exists, and its value was put into a vault. There is no link then, and the value is in no event. */
export const credentialDepositedV1 = eventSchema(
  'expiry-monitor.renewal.credential-deposited.v1',
  z.object({
    ...aboutRenewal,
    /** Which attempt made it, from 1: each new attempt takes back what the one before made. */
    attempt: z.int().positive(),
    /** What the source calls the new credential. */
    newKeyId: z.string(),
    /** When the new credential ends. */
    newExpiresAt: instant,
    /** The address of the vault. */
    vault: z.string(),
    /** The name of the secret in it. */
    item: z.string(),
    /** The version that holds the value. */
    version: z.string(),
  }),
);
