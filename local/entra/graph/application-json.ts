import type { Application } from '../tenant/graph-types.ts';

/** What Graph shows of an application besides what differs in this tenant, so that any v1.0 property can be selected. */
const USUAL = {
  deletedDateTime: null,
  addIns: [],
  api: {
    acceptMappedClaims: null,
    knownClientApplications: [],
    oauth2PermissionScopes: [],
    preAuthorizedApplications: [],
    requestedAccessTokenVersion: null,
  },
  appRoles: [],
  applicationTemplateId: null,
  authenticationBehaviors: null,
  certification: null,
  createdByAppId: null,
  defaultRedirectUri: null,
  description: null,
  groupMembershipClaims: null,
  info: {
    logoUrl: null,
    marketingUrl: null,
    privacyStatementUrl: null,
    supportUrl: null,
    termsOfServiceUrl: null,
  },
  isDeviceOnlyAuthSupported: null,
  isFallbackPublicClient: null,
  managerApplications: [],
  nativeAuthenticationApisEnabled: null,
  optionalClaims: null,
  parentalControlSettings: { countriesBlockedForMinors: [], legalAgeGroupRule: 'Allow' },
  publicClient: { redirectUris: [] },
  requestSignatureVerification: null,
  requiredResourceAccess: [],
  samlMetadataUrl: null,
  servicePrincipalLockConfiguration: null,
  spa: { redirectUris: [] },
  uniqueName: null,
  verifiedPublisher: { addedDateTime: null, displayName: null, verifiedPublisherId: null },
  web: {
    homePageUrl: null,
    implicitGrantSettings: { enableAccessTokenIssuance: false, enableIdTokenIssuance: false },
    logoutUrl: null,
    redirectUriSettings: [],
    redirectUris: [],
  },
};

/** An application read by itself: certificates come with their bytes. */
export const wholeApplication = (application: Application): object => ({ ...USUAL, ...application });

/** An application in a list: certificates come without their bytes. */
export const listedApplication = (application: Application): object => ({
  ...USUAL,
  ...application,
  keyCredentials: application.keyCredentials.map((credential) => ({ ...credential, key: null })),
});
