import * as z from 'zod';
import { parseInstant } from '../../domain/time.ts';

/** Up to seven digits after the second; the domain cuts what is finer than a millisecond. */
const instant = z.string().transform((text, context) => {
  const at = parseInstant(text);
  if (at !== undefined) return at;
  context.addIssue({ code: 'custom', message: 'not an instant' });
  return z.NEVER;
});

/** Before this nobody had a directory: the zero date that stands for none. */
const FIRST_YEAR = Date.UTC(1990, 0, 1);
const date = instant
  .nullish()
  .transform((at) => (at !== undefined && at !== null && at < FIRST_YEAR ? undefined : at));

const entry = {
  keyId: z.guid().toLowerCase(),
  displayName: z.string().nullish(),
  startDateTime: date,
  /** Null or the zero date on odd legacy entries: it never ends. */
  endDateTime: date,
};

export const passwordSchema = z.object({ ...entry, hint: z.string().nullish() });

export const keySchema = z.object({
  ...entry,
  /** Base64 of whatever the maker chose; a thumbprint only when it is 20 bytes long. */
  customKeyIdentifier: z.string().nullish(),
  type: z.string().nullish(),
  usage: z.string().nullish(),
});

export type PasswordEntry = z.infer<typeof passwordSchema>;
export type KeyEntry = z.infer<typeof keySchema>;

/** As much of an entry as tells what belongs together, whatever else is wrong with it. */
export const sketchSchema = z.object({
  keyId: z.guid().toLowerCase().optional().catch(undefined),
  customKeyIdentifier: z.string().nullish().catch(undefined),
  type: z.string().nullish().catch(undefined),
});
export type Sketch = z.infer<typeof sketchSchema>;

/** Which fields were wrong and how: never what stood in them. */
export const faultsOf = (error: z.ZodError): string =>
  error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');
