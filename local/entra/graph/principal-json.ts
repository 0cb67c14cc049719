import type { PrincipalObject } from '../tenant/graph-types.ts';

/** What Graph shows of a service principal besides what differs in this tenant, so that any v1.0 property can be selected. */
const USUAL = {
  deletedDateTime: null,
  addIns: [],
  alternativeNames: [],
  appDescription: null,
  appDisplayName: null,
  appRoleAssignmentRequired: false,
  applicationTemplateId: null,
  createdByAppId: null,
  customSecurityAttributes: null,
  description: null,
  homepage: null,
  info: null,
  logoutUrl: null,
  oauth2PermissionScopes: [],
  resourceSpecificApplicationPermissions: [],
  samlSingleSignOnSettings: null,
  servicePrincipalNames: [],
  signInAudience: 'AzureADMyOrg',
  verifiedPublisher: { addedDateTime: null, displayName: null, verifiedPublisherId: null },
};

/** A service principal read by itself: certificates come with their bytes. */
export const wholePrincipal = (principal: PrincipalObject): object => ({
  ...USUAL,
  ...principal,
  appDisplayName: principal.displayName,
  servicePrincipalNames: [principal.appId],
});

/** A service principal in a list: certificates come without their bytes. */
export const listedPrincipal = (principal: PrincipalObject): object => ({
  ...wholePrincipal(principal),
  keyCredentials: principal.keyCredentials.map((credential) => ({ ...credential, key: null })),
});
