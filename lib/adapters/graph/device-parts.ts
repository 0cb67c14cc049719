import type * as z from 'zod';
import type { Subject } from '../../domain/credential.ts';
import { faultsOf } from './credential-entry-schema.ts';
import { depToken, deviceConfiguration, ndesConnector, pushCertificate, vppToken } from './device-schema.ts';
import {
  connectorSubject,
  depSubject,
  type Place,
  profileOf,
  profileSubject,
  pushSubject,
  vppSubject,
} from './device-subjects.ts';

/** One kind of thing that device management keeps. */
export interface DevicePart {
  /** Its path below the version of Graph. The native id of a thing is this, and its id, if there are several. */
  readonly path: string;
  readonly version: 'v1.0' | 'beta';
  /** The least that it can be read with. */
  readonly permission: string;
  /** There is one of it, or none. */
  readonly isSingle: boolean;
  /** The subject that an entry is; nothing where it is none of ours, and what is wrong where it can't be told. */
  readonly read: (place: Place, entry: unknown) => Subject | undefined | { readonly fault: string };
}

const CONFIGURATION = 'DeviceManagementConfiguration.Read.All';
const SERVICE = 'DeviceManagementServiceConfig.Read.All';

const reading =
  <Entry>(
    schema: z.ZodType<Entry>,
    nativeIdOf: (entry: Entry) => string,
    make: (place: Place, nativeId: string, entry: Entry) => Subject | undefined,
  ): DevicePart['read'] =>
  (place, entry) => {
    const parsed = schema.safeParse(entry);
    return parsed.success
      ? make(place, nativeIdOf(parsed.data), parsed.data)
      : { fault: faultsOf(parsed.error) };
  };

const PUSH = 'deviceManagement/applePushNotificationCertificate';
const VPP = 'deviceAppManagement/vppTokens';
const DEP = 'deviceManagement/depOnboardingSettings';
const NDES = 'deviceManagement/ndesConnectors';
export const PROFILES = 'deviceManagement/deviceConfigurations';

const push: DevicePart = {
  ...{ path: PUSH, version: 'v1.0', permission: CONFIGURATION, isSingle: true },
  read: reading(pushCertificate, () => PUSH, pushSubject),
};
const vpp: DevicePart = {
  ...{ path: VPP, version: 'v1.0', permission: SERVICE, isSingle: false },
  read: reading(vppToken, ({ id }) => `${VPP}/${id}`, vppSubject),
};
const dep: DevicePart = {
  ...{ path: DEP, version: 'beta', permission: SERVICE, isSingle: false },
  read: reading(depToken, ({ id }) => `${DEP}/${id}`, depSubject),
};
const ndes: DevicePart = {
  ...{ path: NDES, version: 'beta', permission: CONFIGURATION, isSingle: false },
  read: reading(ndesConnector, ({ id }) => `${NDES}/${id}`, connectorSubject),
};
/** Settings of all kinds are in one list; only those that say when devices renew a certificate are ours. */
const profiles: DevicePart = {
  ...{ path: PROFILES, version: 'beta', permission: CONFIGURATION, isSingle: false },
  read: reading(
    deviceConfiguration,
    ({ id }) => `${PROFILES}/${id}`,
    (place, nativeId, configuration) => {
      const profile = profileOf(configuration);
      return profile && profileSubject(place, nativeId, configuration, profile);
    },
  ),
};

/** What is read, in this order; the forms of `beta` may change without notice, so they are asked for by a switch. */
export const devicePartsOf = (beta: boolean): readonly DevicePart[] =>
  beta ? [push, vpp, dep, ndes, profiles] : [push, vpp];
