import * as z from 'zod';

/** The fields that `applicationSchema` wants. */
export const APPLICATION_FIELDS =
  'id,appId,displayName,tags,notes,serviceManagementReference,isDisabled,disabledByMicrosoftStatus,tokenEncryptionKeyId,passwordCredentials,keyCredentials';

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
  /** Which of its keys tokens are encrypted with. */
  tokenEncryptionKeyId: z.string().toLowerCase().nullish(),
  passwordCredentials: z.array(z.unknown()),
  keyCredentials: z.array(z.unknown()),
});

export type Application = z.infer<typeof applicationSchema>;
