import * as z from 'zod';
import { type Instant, parseInstant } from '../../domain/time.ts';
import { fail, ok, type Result } from '../../domain/result.ts';

const entry = {
  keyId: z.guid().toLowerCase(),
  displayName: z.string().nullish(),
  startDateTime: z.string().nullish(),
  /** Null or the zero date on odd legacy entries: it never ends. */
  endDateTime: z.string().nullish(),
};

const passwordSchema = z.object({ ...entry, hint: z.string().nullish() });

const keySchema = z.object({
  ...entry,
  /** Base64 of whatever the maker chose; a thumbprint only when it is 20 bytes long. */
  customKeyIdentifier: z.string().nullish(),
  type: z.string().nullish(),
  usage: z.string().nullish(),
});

type Dated<Entry> = Omit<Entry, 'startDateTime' | 'endDateTime'> & {
  readonly startDateTime: Instant | undefined;
  readonly endDateTime: Instant | undefined;
};
export type PasswordEntry = Dated<z.infer<typeof passwordSchema>>;
export type KeyEntry = Dated<z.infer<typeof keySchema>>;

/** Which fields were wrong and how: never what stood in them. */
export const faultsOf = (error: z.ZodError): string =>
  error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');

/** Before this nobody had a directory: the zero date that stands for none. */
const FIRST_YEAR = Date.UTC(1990, 0, 1);

/** Up to seven digits after the second; the domain cuts what is finer than a millisecond. */
const dateOf = (text: string | null | undefined): Instant | undefined | 'none' => {
  if (text === undefined || text === null) return undefined;
  const at = parseInstant(text);
  return at === undefined ? 'none' : at < FIRST_YEAR ? undefined : at;
};

/** Reads an entry, or says what is wrong with it. Dates are read here, since in the schema they cost more than all the rest. */
const reading =
  <Entry extends z.infer<typeof passwordSchema> | z.infer<typeof keySchema>>(schema: z.ZodType<Entry>) =>
  (given: unknown): Result<Dated<Entry>, string> => {
    const parsed = schema.safeParse(given);
    if (!parsed.success) return fail(faultsOf(parsed.error));
    const startDateTime = dateOf(parsed.data.startDateTime);
    const endDateTime = dateOf(parsed.data.endDateTime);
    if (startDateTime === 'none') return fail('startDateTime: not an instant');
    if (endDateTime === 'none') return fail('endDateTime: not an instant');
    return ok({ ...parsed.data, startDateTime, endDateTime });
  };

export const readPassword = reading(passwordSchema);
export const readKey = reading(keySchema);

/** As much of an entry as tells what belongs together, whatever else is wrong with it. */
export interface Sketch {
  readonly keyId?: string;
  readonly customKeyIdentifier?: string;
  readonly type?: string;
}

const isGuid = (text: unknown): text is string => typeof text === 'string' && z.regexes.guid.test(text);

export const sketchOf = (given: unknown): Sketch => {
  const { keyId, customKeyIdentifier, type } = (given ?? {}) as Readonly<Record<string, unknown>>;
  return {
    ...(isGuid(keyId) && { keyId: keyId.toLowerCase() }),
    ...(typeof customKeyIdentifier === 'string' && { customKeyIdentifier }),
    ...(typeof type === 'string' && { type }),
  };
};
