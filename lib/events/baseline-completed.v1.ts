import * as z from 'zod';
import { eventSchema } from './cloud-event.ts';
import { aboutTenant } from './parts.ts';

/** The first scan of a source that did not fail: what there was before anything is announced. */
export const baselineCompletedV1 = eventSchema(
  'expiry-monitor.source.baseline-completed.v1',
  z.object({
    ...aboutTenant,
    /** The source that was scanned. */
    credentialSource: z.string(),
  }),
);
