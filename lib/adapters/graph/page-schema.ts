import * as z from 'zod';

/** One page of any Graph collection; the entries are looked at one by one. */
export const pageSchema = z.object({
  value: z.array(z.unknown()),
  '@odata.nextLink': z.string().optional(),
});
