import * as z from 'zod';
import { eventSchema } from './cloud-event.ts';
import { aboutRenewal, instant } from './parts.ts';

/** A step of the roll-over of a signing certificate was done, or its roll-over was undone. */
export const rolloverStepV2 = eventSchema(
  'expiry-monitor.renewal.rollover-step.v2',
  z.object({
    ...aboutRenewal,
    /**
     * `begun`; `next-added`: the next certificate is there and not used yet; `partners-told`; `partners-answered`: each
     * did, or had the time to; `switched`: the next one is used; `old-removed`; `undone`: the next one was taken away again.
     */
    step: z.string().meta({
      examples: [
        ...['begun', 'next-added', 'partners-told', 'partners-answered'],
        ...['switched', 'old-removed', 'undone'],
      ],
    }),
    /** Who carries the steps out: `us`, or `people` who prove each of them. */
    carrier: z.string().meta({ examples: ['us', 'people'] }),
    /** How it is known: `done` by us, `seen` by a scan, `stated` by a person. */
    knownBy: z
      .string()
      .meta({ examples: ['done', 'seen', 'stated'] })
      .optional(),
    /** When the step after this one is planned, if there is a date. */
    nextAt: instant.optional(),
    /** What the source calls the next certificate, once that is known. */
    newKeyId: z.string().optional(),
    /** Upper-case hex SHA-1 of the next certificate, once that is known. */
    newThumbprint: z.string().optional(),
    /** How many partners were told. */
    partnersTold: z.int(),
    /** How many of them answered. */
    partnersAnswered: z.int(),
  }),
);
