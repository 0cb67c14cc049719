import { dice } from './dice.ts';
import { DAY, graphTime } from './graph-time.ts';

/** What a management of devices keeps, by path, as Graph shows it. */
export interface Devices {
  /** What Graph has in version 1.0. */
  readonly stable: Readonly<Record<string, readonly object[]>>;
  /** What it has in beta only. */
  readonly beta: Readonly<Record<string, readonly object[]>>;
  readonly push: object;
  /** Certificates that devices have, by the profile that they have them by. */
  readonly issued: Readonly<Record<string, readonly object[]>>;
}

const SENTINEL = '0001-01-01T00:00:00Z';

/** Made up, and always the same for one seed and epoch; with the oddities that such tenants have. */
export const devicesOf = (seed: string, epoch: number, domain: string): Devices => {
  const fall = dice(`${seed}/devices`);
  const uuid = (...path: readonly (string | number)[]): string => fall.uuid(...path);
  const hex = (length: number, ...path: readonly string[]): string =>
    fall.text(length, '0123456789ABCDEF', ...path);
  const at = (days: number): string => graphTime(epoch + days * DAY);
  const serial = (name: string) => hex(16, 'serial', name);
  const thumbprint = (name: string) => hex(40, 'thumbprint', name);
  const profile = (name: string, type: string, threshold: number, value: number, scale: string) => ({
    '@odata.type': `#microsoft.graph.${type}`,
    ...{ id: uuid('profile', name), displayName: name, version: 3 },
    ...{ renewalThresholdPercentage: threshold, certificateValidityPeriodValue: value },
    ...{
      certificateValidityPeriodScale: scale,
      scepServerUrls: [`https://ndes.${domain}/certsrv/mscep/mscep.dll`],
    },
  });
  const profiles = [
    // 20 % of a year are 73 days
    profile('Wi-Fi for Windows', 'windows81SCEPCertificateProfile', 20, 1, 'years'),
    profile('VPN for iOS', 'iosScepCertificateProfile', 40, 1, 'years'),
    profile('Short-lived for Android', 'androidScepCertificateProfile', 20, 47, 'days'),
  ];
  const state = (name: string, days: number, revoked = 'none') => ({
    ...{ id: uuid('state', name), deviceDisplayName: name, devicePlatform: 'windows10x64' },
    ...{ userPrincipalName: `dana@${domain}`, certificateThumbprint: thumbprint(name) },
    ...{ certificateExpirationDateTime: at(days), certificateRevokeStatus: revoked },
    certificateIssuanceState: 'issued',
  });
  return {
    push: {
      ...{ id: uuid('push'), appleIdentifier: `mdm@${domain}`, topicIdentifier: 'com.apple.mgmt.External.1' },
      ...{
        lastModifiedDateTime: at(-342),
        expirationDateTime: at(23),
        certificateSerialNumber: serial('push'),
      },
    },
    stable: {
      'deviceAppManagement/vppTokens': [
        {
          ...{ id: uuid('vpp', 'hq'), displayName: 'Headquarters', organizationName: 'Northwind' },
          ...{
            appleId: `apps@${domain}`,
            expirationDateTime: at(41),
            state: 'valid',
            lastSyncStatus: 'completed',
          },
        },
        {
          ...{ id: uuid('vpp', 'stores'), displayName: null, organizationName: 'Northwind Stores <b>' },
          ...{
            appleId: `stores@${domain}`,
            expirationDateTime: at(200),
            state: 'invalid',
            lastSyncStatus: 'failed',
          },
        },
        // What cannot be understood is named, and nothing else is lost.
        { id: uuid('vpp', 'odd'), displayName: 'Odd', expirationDateTime: 'next year', state: 'valid' },
      ],
    },
    beta: {
      'deviceManagement/depOnboardingSettings': [
        {
          ...{ id: uuid('dep', 'all'), tokenName: 'All iPads', appleIdentifier: `dep@${domain}` },
          ...{ tokenExpirationDateTime: at(12), lastSyncErrorCode: 0 },
        },
        {
          ...{ id: uuid('dep', 'new'), tokenName: 'Not set up', appleIdentifier: null },
          ...{ tokenExpirationDateTime: SENTINEL, lastSyncErrorCode: 0 },
        },
      ],
      'deviceManagement/ndesConnectors': [
        { id: uuid('ndes', 1), displayName: 'NDES01', lastConnectionDateTime: at(0), state: 'active' },
        { id: uuid('ndes', 2), displayName: 'NDES02', lastConnectionDateTime: at(-19), state: 'inactive' },
      ],
      'deviceManagement/deviceConfigurations': [
        {
          '@odata.type': '#microsoft.graph.windows10GeneralConfiguration',
          id: uuid('general'),
          displayName: 'Kiosk',
        },
        ...profiles,
      ],
    },
    issued: Object.fromEntries(
      profiles.map(({ id, displayName }, index) => [
        id,
        index === 0
          ? [
              state('LAPTOP-1', 300),
              state('LAPTOP-2', 60),
              state('LAPTOP-3', 5),
              state('LAPTOP-4', 90, 'revoked'),
            ]
          : [state(`${displayName} 1`, 30)],
      ]),
    ),
  };
};
