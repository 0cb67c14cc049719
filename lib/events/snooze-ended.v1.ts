import * as z from 'zod';
import { eventSchema } from './cloud-event.ts';
import { aboutSilence, instant } from './parts.ts';

/** A silence about a credential is over: what is due is announced again. */
export const snoozeEndedV1 = eventSchema(
  'expiry-monitor.credential.snooze-ended.v1',
  z.object({
    ...aboutSilence,
    /** When it was over. */
    endedAt: instant,
    /** Why: its date came, someone ended it, or what it was about changed. */
    cause: z
      .string()
      .meta({ examples: ['end-date', 'ended', 'credential-changed', 'owner-changed', 'severity-changed'] }),
  }),
);
