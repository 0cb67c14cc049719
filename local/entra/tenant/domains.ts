import { selfSigned } from './certificate.ts';
import type { Dice } from './dice.ts';
import { DAY, graphTime } from './graph-time.ts';

/** A domain of the tenant, before it gets its certificates; days count from the tenant's epoch. */
interface DomainSpec {
  readonly name: string;
  readonly federated: boolean;
  readonly issuer?: string;
  readonly ends?: number;
  /** Undefined: the next certificate is not known. */
  readonly next?: number | 'not a certificate';
  readonly lastLook?: { readonly result: string; readonly day: number };
  /** It says that it is federated, and has no configuration. */
  readonly unconfigured?: boolean;
}

/** What is odd: a next one that is missing near the end, one that is there, one that is nothing, and no configuration at all. */
const domainSpecs = (domain: string): readonly DomainSpec[] => [
  { name: domain, federated: false },
  { name: `tenant-${domain.replace('.', '-')}.example`, federated: false },
  {
    name: `stores.${domain}`,
    federated: true,
    issuer: `http://sts.${domain}/adfs/services/trust`,
    ends: 22.5,
    lastLook: { result: 'Failed', day: -19 },
  },
  {
    name: `plants.${domain}`,
    federated: true,
    issuer: 'https://idp.plants.example/saml',
    ends: 17.25,
    next: 380,
    lastLook: { result: 'Success', day: -1 },
  },
  {
    name: `labs.${domain}`,
    federated: true,
    issuer: `http://sts.labs.${domain}/adfs/services/trust`,
    ends: 290,
    next: 'not a certificate',
  },
  { name: `old.${domain}`, federated: true, unconfigured: true },
];

/** A domain as Graph shows it, and the federation that it has. */
export interface TenantDomain {
  readonly domain: object & { readonly id: string };
  readonly federation: object | undefined;
}

interface Origin {
  readonly dice: Dice;
  readonly epoch: number;
  readonly domain: string;
}

const signer = ({ dice, epoch }: Origin, name: string, starts: number, ends: number): string =>
  selfSigned({
    commonName: `ADFS Signing - ${name}`,
    notBefore: Math.floor((epoch + starts * DAY) / 1000) * 1000,
    notAfter: Math.floor((epoch + ends * DAY) / 1000) * 1000,
    seed: dice.bytes(32, 'federation', name, ends),
  }).der.toString('base64');

/** The domains that every tenant has. */
export const tenantDomains = (origin: Origin): readonly TenantDomain[] =>
  domainSpecs(origin.domain).map((spec, nth) => ({
    domain: {
      id: spec.name,
      authenticationType: spec.federated ? 'Federated' : 'Managed',
      availabilityStatus: null,
      isAdminManaged: true,
      isDefault: nth === 0,
      isInitial: nth === 1,
      isRoot: true,
      isVerified: true,
      passwordNotificationWindowInDays: null,
      passwordValidityPeriodInDays: null,
      state: null,
      supportedServices: ['Email'],
    },
    federation: spec.federated && spec.unconfigured !== true ? federation(origin, spec) : undefined,
  }));

const federation = (origin: Origin, spec: DomainSpec): object => {
  const { name, issuer = '', ends = 0, next, lastLook } = spec;
  const host = new URL(issuer).host;
  return {
    '@odata.type': '#microsoft.graph.internalDomainFederation',
    id: origin.dice.uuid('federation', name),
    displayName: name,
    issuerUri: issuer,
    metadataExchangeUri: `https://${host}/adfs/services/trust/mex`,
    passiveSignInUri: `https://${host}/adfs/ls/`,
    activeSignInUri: `https://${host}/adfs/services/trust/2005/usernamemixed`,
    signOutUri: `https://${host}/adfs/ls/`,
    preferredAuthenticationProtocol: 'wsFed',
    promptLoginBehavior: 'nativeSupport',
    isSignedAuthenticationRequestRequired: false,
    federatedIdpMfaBehavior: 'rejectMfaByFederatedIdp',
    passwordResetUri: null,
    signingCertificate: signer(origin, name, ends - 365, ends),
    nextSigningCertificate:
      next === undefined
        ? null
        : next === 'not a certificate'
          ? 'MIICnotACertificate'
          : signer(origin, name, next - 385, next),
    signingCertificateUpdateStatus:
      lastLook === undefined
        ? null
        : {
            certificateUpdateResult: lastLook.result,
            lastRunDateTime: graphTime(origin.epoch + lastLook.day * DAY),
          },
  };
};

/** The identity provider of a partner, whose people are guests here. */
export const partnerFederations = (origin: Origin): readonly object[] => [
  {
    '@odata.type': '#microsoft.graph.samlOrWsFedExternalDomainFederation',
    id: origin.dice.uuid('partner federation'),
    displayName: 'Fabric supplier',
    issuerUri: 'https://idp.supplier.example/saml',
    metadataExchangeUri: 'https://idp.supplier.example/saml/metadata',
    passiveSignInUri: 'https://idp.supplier.example/saml/sso',
    preferredAuthenticationProtocol: 'saml',
    signingCertificate: signer(origin, 'supplier.example', -285, 80),
    domains: [
      {
        '@odata.type': '#microsoft.graph.externalDomainName',
        id: 'supplier.example',
      },
    ],
  },
];

/** One policy that changes how long tokens live, one that says what holds anyway, one about nothing of ours. */
export const tokenLifetimePolicies = ({ dice }: Origin): readonly (object & { readonly id: string })[] =>
  (
    [
      ['Long shifts', { AccessTokenLifetime: '08:00:00' }, false],
      ['The usual hour', { AccessTokenLifetime: '1:00:00' }, true],
      ['Of former years', { MaxAgeSessionSingleFactor: '90.00:00:00' }, false],
    ] as const
  ).map(([displayName, said, isOrganizationDefault]) => ({
    id: dice.uuid('token lifetime policy', displayName),
    deletedDateTime: null,
    description: null,
    displayName,
    definition: [JSON.stringify({ TokenLifetimePolicy: { Version: 1, ...said } })],
    isOrganizationDefault,
  }));
