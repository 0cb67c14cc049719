import * as z from 'zod';
import { eventSchema } from './cloud-event.ts';
import { aboutRenewal, instant } from './parts.ts';

/** A step of the change-over from the old credential to the new one. */
export const rolloverStepV1 = eventSchema(
  'expiry-monitor.renewal.rollover-step.v1',
  z.object({
    ...aboutRenewal,
    /**
     * `retirement-scheduled`: the removal of the old credential has a date. `new-credential-taken-back`: nobody opened
     * the link or no mail reached its recipient, so the new one was removed.
     */
    step: z.enum(['retirement-scheduled', 'new-credential-taken-back']),
    /** When the old credential is removed, if that was scheduled. */
    at: instant.optional(),
    /** What the source calls the credential that goes: the old one, or the new one that was taken back. */
    keyId: z.string(),
  }),
);
