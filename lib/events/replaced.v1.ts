import * as z from 'zod';
import { eventSchema } from './cloud-event.ts';
import { aboutSuccession } from './parts.ts';

/** A younger credential of the same purpose took over: nothing more is announced about this one. */
export const replacedV1 = eventSchema(
  'expiry-monitor.credential.replaced.v1',
  z.object({
    ...aboutSuccession,
  }),
);
