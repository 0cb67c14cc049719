import * as z from 'zod';
import { eventSchema } from './cloud-event.ts';
import { aboutRenewal, instant } from './parts.ts';

/** A step of the change-over from the old credential to the new one. */
export const rolloverStepV1 = eventSchema(
  'expiry-monitor.renewal.rollover-step.v1',
  z.object({
    ...aboutRenewal,
    step: z.enum(['retirement-scheduled', 'new-credential-taken-back']),
    /** When the old credential is removed, if that was scheduled. */
    at: instant.optional(),
    keyId: z.string(),
  }),
);
