import * as z from 'zod';
import { eventSchema } from './cloud-event.ts';
import { aboutTenant, instant, personRef } from './parts.ts';

/** Somebody said who answers for something, whatever a directory says; or that no longer holds. */
export const ownerOverriddenV1 = eventSchema(
  'expiry-monitor.owner.overridden.v1',
  z.object({
    ...aboutTenant,
    /** Which override. */
    overrideId: z.string().regex(/^ov-[a-z2-7]{26}$/),
    /** `set`: it holds from now on. `ended`: it holds no more. */
    step: z.enum(['set', 'ended']),
    /** What it is about: one subject, an application, or whatever has such a name or label. */
    of: z.object({
      /** Which of them. */
      kind: z.string().meta({ examples: ['subject', 'application', 'name', 'label'] }),
      /** The id or the pattern. Show it as hostile text. */
      value: z.string(),
    }),
    /** As what the new owner was named. Who it is stays with the people who decide. */
    ownerKind: z.enum(['person', 'group', 'mailbox']),
    /** Who set it. */
    author: personRef,
    /** Until when it was to hold; absent: until someone ends it. */
    until: instant.optional(),
    /** Why it ended: its date came, or somebody ended it. */
    cause: z.enum(['end-date', 'ended']).optional(),
    /** Who ended it, unless its date did. */
    endedBy: personRef.optional(),
  }),
);
