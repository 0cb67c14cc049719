import * as z from 'zod';
import { itemSchema } from './vault-item.ts';

/**
 * The line of a list of secrets or keys. A certificate brings a key and a secret of its own name along; they are `managed`,
 * end with it and are renewed with it, so that they are the certificate and nothing beside it.
 */
export const foldedSchema = itemSchema.extend({
  managed: z
    .boolean()
    .nullish()
    .transform((managed) => managed === true),
});

export type FoldedItem = z.infer<typeof foldedSchema>;
