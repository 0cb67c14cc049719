import * as z from 'zod';
import { ROLL_OVER_STEPS } from '../domain/roll-over.ts';
import { DEFAULT_ROLL_OVER } from '../domain/roll-over-plan.ts';
import { days } from '../domain/time.ts';
import { duration } from './types.ts';

/** The directory makes none that lives longer than three years. */
const LONGEST = days(1095);

/** How signing certificates are rolled over. */
export const rollOver = z
  .strictObject({
    switchBefore: duration
      .default(DEFAULT_ROLL_OVER.switchBefore)
      .describe('So long before the old one ends the next one is to be used. Default: `P7D`.'),
    answerWithin: duration
      .default(DEFAULT_ROLL_OVER.answerWithin)
      .describe('So long partners may take to answer; the switch waits no longer. Default: `P14D`.'),
    grace: duration
      .default(DEFAULT_ROLL_OVER.grace)
      .describe('So long the old one stays after the switch. Default: `P30D`.'),
    lifetime: duration
      .default(DEFAULT_ROLL_OVER.lifetime)
      .refine((lifetime) => lifetime <= LONGEST, {
        error:
          'is longer than the directory lets a signing certificate live, which is three years: at most P1095D',
      })
      .describe('So long a certificate lives that the directory makes for us. Default: `P730D`.'),
    approve: z
      .array(z.enum(ROLL_OVER_STEPS))
      .default([...DEFAULT_ROLL_OVER.approve])
      .describe('Steps that want an approval of their own; that of the request covers the others.'),
  })
  .prefault({})
  .describe('How signing certificates go over to the next one.');
