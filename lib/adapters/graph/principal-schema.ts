import * as z from 'zod';

/** The fields that `principalSchema` wants. */
export const PRINCIPAL_FIELDS =
  'id,appId,displayName,servicePrincipalType,appOwnerOrganizationId,accountEnabled,disabledByMicrosoftStatus,tags,notes,preferredSingleSignOnMode,preferredTokenSigningKeyThumbprint,notificationEmailAddresses,loginUrl,replyUrls,tokenEncryptionKeyId,passwordCredentials,keyCredentials';

/** A service principal as far as it is about all of its credentials; those are parsed one by one. */
export const principalSchema = z.object({
  id: z.guid().toLowerCase(),
  appId: z.guid().toLowerCase(),
  displayName: z.string().nullish(),
  /** `Application`, `ManagedIdentity`, `Legacy`, `SocialIdp`, or what Graph may call others one day. */
  servicePrincipalType: z.string().nullish(),
  appOwnerOrganizationId: z.guid().toLowerCase().nullish(),
  accountEnabled: z.boolean().nullish(),
  disabledByMicrosoftStatus: z.string().nullish(),
  tags: z.array(z.string()).nullish(),
  notes: z.string().nullish(),
  /** Null on older SAML applications, so that it says nothing by its absence. */
  preferredSingleSignOnMode: z.string().nullish(),
  preferredTokenSigningKeyThumbprint: z.string().nullish(),
  notificationEmailAddresses: z.array(z.string()).nullish(),
  loginUrl: z.string().nullish(),
  replyUrls: z.array(z.string()).nullish(),
  tokenEncryptionKeyId: z.string().toLowerCase().nullish(),
  passwordCredentials: z.array(z.unknown()),
  keyCredentials: z.array(z.unknown()),
});

export type Principal = z.infer<typeof principalSchema>;
