import type * as z from 'zod';
import {
  type CertificateProfile,
  lateThreshold,
  renewalBegins,
  renewsWithin,
  validityOf,
} from '../../domain/certificate-profile.ts';
import type { Concern, Credential, Subject } from '../../domain/credential.ts';
import { credentialId, type Digest, subjectId } from '../../domain/ids.ts';
import type { Tenant } from '../../domain/tenant.ts';
import { type Duration, minus, toIso } from '../../domain/time.ts';
import type {
  certificateState,
  depToken,
  DeviceConfiguration,
  ndesConnector,
  pushCertificate,
  vppToken,
} from './device-schema.ts';

/** For whom subjects are made. */
export interface Place {
  readonly tenant: Tenant;
  readonly digest: Digest;
  /** So long before the end people want to hear of a device's certificate. */
  readonly limit: Duration;
}

type Found = Pick<Credential, 'kind' | 'keyId' | 'expiresAt'> & Partial<Credential>;

const subjectOf = (
  { tenant, digest }: Place,
  nativeId: string,
  { name, enabled = true }: { readonly name: string; readonly enabled?: boolean },
  found: Found,
): Subject => {
  const id = subjectId(digest, { tenant: tenant.id, source: 'devices', nativeId });
  const credential: Credential = {
    name,
    startsAt: undefined,
    thumbprint: undefined,
    hint: undefined,
    enabled: true,
    renewsItself: false,
    managedBy: undefined,
    ...found,
    id: credentialId(digest, id, found.kind, found.keyId),
    // A date that device management does not tell is not one that never comes.
    expiryUnknown: found.expiresAt === undefined ? true : undefined,
  };
  return {
    id,
    tenant: tenant.id,
    environment: tenant.environment,
    source: 'devices',
    kind: 'device-profile',
    nativeId,
    appId: undefined,
    name,
    labels: [],
    ownerHints: { serviceManagementReference: undefined, ownerTag: undefined },
    enabled,
    credentials: [credential],
  };
};

const concerns = (...all: readonly (Concern | undefined)[]): readonly Concern[] | undefined => {
  const known = all.filter((each) => each !== undefined);
  return known.length === 0 ? undefined : known;
};

/** Without a date none is set up, which is no fault. */
export const pushSubject = (
  place: Place,
  nativeId: string,
  push: z.output<typeof pushCertificate>,
): Subject | undefined => {
  const { appleIdentifier, certificateSerialNumber, expirationDateTime: expiresAt } = push;
  if (expiresAt === undefined) return undefined;
  const name = `Apple push certificate${appleIdentifier === undefined ? '' : ` of ${appleIdentifier}`}`;
  const keyId = certificateSerialNumber ?? 'current';
  return subjectOf(place, nativeId, { name }, { kind: 'push-certificate', keyId, expiresAt });
};

/** What the other side says of a token besides its end. */
const refused = (isRefused: boolean, said: string): Concern | undefined =>
  isRefused ? { what: 'unreachable', detail: said } : undefined;

export const vppSubject = (place: Place, nativeId: string, token: z.output<typeof vppToken>): Subject => {
  const { displayName, organizationName, appleId, state, lastSyncStatus } = token;
  const whose = displayName ?? organizationName ?? appleId ?? token.id;
  return subjectOf(
    place,
    nativeId,
    { name: `Apple apps and books token: ${whose}`, enabled: state !== 'assignedToExternalMDM' },
    {
      kind: 'token',
      keyId: token.id,
      expiresAt: token.expirationDateTime,
      concerns: concerns(
        refused(
          lastSyncStatus === 'failed' || state === 'invalid' || state === 'duplicateLocationId',
          `The token is said to be ${state ?? 'of no state'}, its last synchronisation ${lastSyncStatus ?? 'unknown'}.`,
        ),
      ),
    },
  );
};

export const depSubject = (place: Place, nativeId: string, token: z.output<typeof depToken>): Subject =>
  subjectOf(
    place,
    nativeId,
    { name: `Apple enrolment token: ${token.tokenName ?? token.appleIdentifier ?? token.id}` },
    {
      kind: 'token',
      keyId: token.id,
      expiresAt: token.tokenExpirationDateTime,
      concerns: concerns(
        refused(
          (token.lastSyncErrorCode ?? 0) !== 0,
          `The last synchronisation ended with error ${token.lastSyncErrorCode ?? 0}.`,
        ),
      ),
    },
  );

export const connectorSubject = (
  place: Place,
  nativeId: string,
  { id, displayName, state, lastConnectionDateTime: last }: z.output<typeof ndesConnector>,
): Subject =>
  subjectOf(
    place,
    nativeId,
    { name: `Certificate connector: ${displayName ?? id}` },
    {
      kind: 'client-certificate',
      keyId: id,
      expiresAt: undefined,
      concerns: concerns(
        state === 'active'
          ? undefined
          : {
              what: 'connector-inactive',
              detail: `Its state is ${state ?? 'unknown'}; it was last heard of ${last === undefined ? 'never' : `at ${toIso(last)}`}.`,
            },
      ),
    },
  );

/** Undefined for settings that are about something else, or do not say when devices begin. */
export const profileOf = (configuration: DeviceConfiguration): CertificateProfile | undefined => {
  const { renewalThresholdPercentage, certificateValidityPeriodValue: value } = configuration;
  const scale = configuration.certificateValidityPeriodScale;
  if (renewalThresholdPercentage === undefined || renewalThresholdPercentage === null) return undefined;
  if (value === undefined || value === null || scale === undefined) return undefined;
  const validity = validityOf(value, scale);
  return validity && { validity, renewalThreshold: renewalThresholdPercentage };
};

export const profileSubject = (
  place: Place,
  nativeId: string,
  { displayName, id }: DeviceConfiguration,
  profile: CertificateProfile,
): Subject =>
  subjectOf(
    place,
    nativeId,
    { name: `Certificate profile: ${displayName ?? id}` },
    {
      kind: 'device-certificate',
      keyId: 'profile',
      expiresAt: undefined,
      concerns: concerns(lateThreshold(profile, place.limit)),
    },
  );

/** Devices renew by themselves, so one is worth a word only when it is late. */
export const issuedSubject = (
  place: Place,
  nativeId: string,
  state: z.output<typeof certificateState>,
  profile: CertificateProfile,
): Subject => {
  const { id, deviceDisplayName, userPrincipalName: user, certificateThumbprint } = state;
  const expiresAt = state.certificateExpirationDateTime;
  const thumbprint = /^[0-9a-f]{40}$/i.test(certificateThumbprint ?? '')
    ? certificateThumbprint?.toUpperCase()
    : undefined;
  const subject = subjectOf(
    place,
    nativeId,
    {
      name: `Certificate of device ${deviceDisplayName ?? id}`,
      enabled: [undefined, 'none'].includes(state.certificateRevokeStatus),
    },
    {
      kind: 'device-certificate',
      keyId: thumbprint ?? id,
      expiresAt,
      ...(thumbprint === undefined ? {} : { thumbprint }),
      ...(expiresAt === undefined
        ? {}
        : {
            startsAt: minus(expiresAt, profile.validity),
            renewsItself: renewsWithin(profile) > 0,
            renewsAt: renewalBegins(profile, expiresAt),
          }),
    },
  );
  return user === undefined ? subject : { ...subject, ownerHints: { ...subject.ownerHints, ownerTag: user } };
};
