/** A client secret as Graph shows it. The malformed entry of the tenant has a text that is no date. */
export interface PasswordCredential {
  readonly customKeyIdentifier: string | null;
  readonly displayName: string | null;
  readonly endDateTime: string | null;
  readonly hint: string | null;
  readonly keyId: string;
  readonly secretText: string | null;
  readonly startDateTime: string | null;
}

/** A certificate or symmetric key as Graph shows it; `key` is base64 DER, and null on lists. */
export interface KeyCredential {
  readonly customKeyIdentifier: string | null;
  readonly displayName: string | null;
  readonly endDateTime: string | null;
  readonly key: string | null;
  readonly keyId: string;
  readonly startDateTime: string | null;
  readonly type: string;
  readonly usage: string;
}

/** The part of a Graph application that differs between applications of this tenant. */
export interface Application {
  readonly id: string;
  readonly appId: string;
  readonly displayName: string;
  readonly createdDateTime: string;
  readonly disabledByMicrosoftStatus: string | null;
  readonly identifierUris: readonly string[];
  readonly isDisabled: boolean | null;
  readonly keyCredentials: readonly KeyCredential[];
  readonly notes: string | null;
  readonly passwordCredentials: readonly PasswordCredential[];
  readonly publisherDomain: string;
  readonly serviceManagementReference: string | null;
  readonly signInAudience: string;
  readonly tags: readonly string[];
  readonly tokenEncryptionKeyId: string | null;
}

/** A person as Graph shows one, with the manager beside. */
export interface User {
  readonly id: string;
  readonly displayName: string;
  readonly givenName: string;
  readonly surname: string;
  readonly mail: string | null;
  readonly userPrincipalName: string;
  readonly accountEnabled: boolean;
  readonly userType: 'Member' | 'Guest';
  readonly department: string;
  readonly jobTitle: string;
}

/** A service principal, as far as an owner list shows it. */
export interface ServicePrincipal {
  readonly id: string;
  readonly appId: string;
  readonly displayName: string;
  readonly servicePrincipalType: 'Application' | 'ManagedIdentity';
  readonly accountEnabled: boolean;
}

/** The part of a service principal that differs between those of this tenant. */
export interface PrincipalObject {
  readonly id: string;
  readonly appId: string;
  readonly displayName: string;
  readonly servicePrincipalType: 'Application' | 'ManagedIdentity' | 'Legacy';
  readonly accountEnabled: boolean;
  readonly appOwnerOrganizationId: string | null;
  readonly disabledByMicrosoftStatus: string | null;
  readonly tags: readonly string[];
  readonly notes: string | null;
  readonly loginUrl: string | null;
  readonly replyUrls: readonly string[];
  readonly notificationEmailAddresses: readonly string[];
  readonly preferredSingleSignOnMode: string | null;
  readonly preferredTokenSigningKeyThumbprint: string | null;
  readonly tokenEncryptionKeyId: string | null;
  readonly appRoles: readonly { readonly id: string; readonly value: string }[];
  readonly keyCredentials: readonly KeyCredential[];
  readonly passwordCredentials: readonly PasswordCredential[];
}

/** Who can own an application. */
export type Owner =
  | { readonly type: 'user'; readonly user: User }
  | { readonly type: 'servicePrincipal'; readonly principal: ServicePrincipal };
