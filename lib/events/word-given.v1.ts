import * as z from 'zod';
import { eventSchema } from './cloud-event.ts';
import { aboutTenant, instant, personRef } from './parts.ts';

/** Someone said something about a roll-over by the API. What follows from it is said by RolloverStep. */
export const wordGivenV1 = eventSchema(
  'expiry-monitor.renewal.word-given.v1',
  z.object({
    ...aboutTenant,
    /** Which renewal: one credential and one expiry. */
    renewalId: z.string().regex(/^rn-[a-z2-7]{26}$/),
    /** Which word: one person, one thing said, one time. */
    wordId: z.string(),
    /** What was said. */
    what: z.string().meta({
      examples: ['acknowledged', 'done', 'approved', 'switch-on', 'hold', 'resume', 'undo'],
    }),
    /** When it was said. */
    givenAt: instant,
    /** Who said it. */
    by: personRef,
  }),
);
