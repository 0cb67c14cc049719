import * as z from 'zod';
import { parseInstant } from '../../domain/time.ts';

/** One page of any Graph collection; the entries are looked at one by one. */
export const pageSchema = z.object({
  value: z.array(z.unknown()),
  '@odata.nextLink': z.string().optional(),
});

/** The fields that `applicationSchema` wants. */
export const APPLICATION_FIELDS =
  'id,appId,displayName,tags,notes,serviceManagementReference,isDisabled,disabledByMicrosoftStatus,passwordCredentials,keyCredentials';

/** An application as far as it is about all of its credentials; those are parsed one by one. */
export const applicationSchema = z.object({
  id: z.guid().toLowerCase(),
  appId: z.guid().toLowerCase(),
  displayName: z.string().nullish(),
  tags: z.array(z.string()).nullish(),
  notes: z.string().nullish(),
  serviceManagementReference: z.string().nullish(),
  isDisabled: z.boolean().nullish(),
  disabledByMicrosoftStatus: z.string().nullish(),
  passwordCredentials: z.array(z.unknown()),
  keyCredentials: z.array(z.unknown()),
});

export type Application = z.infer<typeof applicationSchema>;

/** Up to seven digits after the second; the domain cuts what is finer than a millisecond. */
const instant = z.string().transform((text, context) => {
  const at = parseInstant(text);
  if (at !== undefined) return at;
  context.addIssue({ code: 'custom', message: 'not an instant' });
  return z.NEVER;
});

const entry = {
  keyId: z.guid().toLowerCase(),
  displayName: z.string().nullish(),
  startDateTime: instant.nullish(),
  /** Null on odd legacy entries: it never ends. */
  endDateTime: instant.nullish(),
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

/** Which fields were wrong and how: never what stood in them. */
export const faultsOf = (error: z.ZodError): string =>
  error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');
