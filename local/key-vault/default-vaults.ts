import type {
  CertificateTemplate,
  KeyTemplate,
  SecretTemplate,
  SubscriptionTemplate,
  VaultTemplate,
} from './templates.ts';

const team = (owner: string, application: string): Readonly<Record<string, string>> => ({
  owner,
  application,
});

/** Of these a person is the owner, so that a run takes them to their end. */
const of = (person: string, application: string) => team(`${person}@northwind.example`, application);

const web = team('web-team', 'Storefront');
const payments = team('payments-team', 'Payments');
const identity = team('identity-team', 'Sign-in');
const integration = team('integration-team', 'Partner exchange');
const workplace = team('workplace-team', 'Devices');

/** Production: long enough a list for a second page. */
const LIVE_CERTIFICATES: readonly CertificateTemplate[] = [
  // within thirty days
  { name: 'payments-signing', endsIn: 2, tags: payments },
  {
    name: 'partner-sftp-client',
    endsIn: 6,
    issuer: 'Unknown',
    requestOpen: true,
    tags: of('ivan.petrov', 'Partner exchange'),
  },
  { name: 'saml-hr-portal', endsIn: 12, olderVersions: 1, tags: identity },
  {
    name: 'storefront-tls',
    endsIn: 25,
    issuer: 'DigiCert',
    olderVersions: 2,
    tags: of('pieter.devries', 'Storefront'),
  },
  // near its end as well, but the vault renews it by itself
  {
    name: 'service-mesh-root',
    endsIn: 9,
    issuer: 'Self',
    action: 'AutoRenew',
    actionDaysBefore: 5,
    olderVersions: 3,
    tags: web,
  },
  { name: 'edge-tls', endsIn: 10, lifetimeDays: 47, issuer: 'DigiCert', action: 'AutoRenew', tags: web },
  // was to be renewed by its vault a week ago, and was not
  {
    name: 'partner-portal-tls',
    endsIn: 11,
    lifetimeDays: 90,
    issuer: 'DigiCert',
    action: 'AutoRenew',
    requestFailed: 'The domain partner.northwind.example could not be validated.',
    tags: { ...integration, 'used-by': 'Partner portal, Order feed' },
  },
  // switched off: nobody is hurt when it ends
  { name: 'retired-gateway', endsIn: 5, enabled: false, tags: web },
  // past their end
  { name: 'adfs-token-decryption', endsIn: -3, tags: identity },
  { name: 'old-intranet-tls', endsIn: -210, tags: web },
  // made ahead of time, waiting for its first answer, without anyone's name on it
  { name: 'saml-travel-portal', endsIn: 371, tags: identity },
  { name: 'partner-mtls-next', requestOpen: true, tags: integration },
  { name: 'unlabelled-import', endsIn: 55 },
  // far away
  { name: 'adfs-token-signing', endsIn: 48, olderVersions: 1, tags: identity },
  { name: 'api-gateway-tls', endsIn: 72, issuer: 'DigiCert', tags: web },
  { name: 'billing-archive-signing', endsIn: 95, tags: payments },
  { name: 'card-scheme-client', endsIn: 118, tags: payments },
  { name: 'device-management-push', endsIn: 133, tags: workplace },
  { name: 'document-signing', endsIn: 160, lifetimeDays: 730, tags: integration },
  { name: 'federation-metadata-signing', endsIn: 181, tags: identity },
  { name: 'mail-gateway-tls', endsIn: 204, issuer: 'DigiCert', tags: workplace },
  { name: 'mobile-app-attestation', endsIn: 230, tags: web },
  { name: 'message-broker-client', endsIn: 251, tags: integration },
  { name: 'network-access-radius', endsIn: 277, tags: workplace },
  { name: 'order-feed-client', endsIn: 301, tags: integration },
  { name: 'status-page-tls', endsIn: 322, issuer: 'DigiCert', action: 'AutoRenew', tags: web },
  { name: 'tax-authority-client', endsIn: 498, lifetimeDays: 730, tags: payments },
  { name: 'vpn-gateway', endsIn: 640, lifetimeDays: 1095, tags: workplace },
];

/** Everything before production. */
const NLE_CERTIFICATES: readonly CertificateTemplate[] = [
  { name: 'payments-signing', endsIn: 1, tags: payments },
  { name: 'load-test-client', endsIn: 15, tags: web },
  { name: 'saml-hr-portal', endsIn: 28, tags: identity },
  {
    name: 'service-mesh-root',
    endsIn: 18,
    issuer: 'Self',
    action: 'AutoRenew',
    actionDaysBefore: 5,
    tags: web,
  },
  { name: 'hackathon-2023', endsIn: -400 },
  { name: 'storefront-tls', endsIn: -1, issuer: 'DigiCert', tags: web },
  { name: 'abandoned-spike', endsIn: 20, enabled: false },
  { name: 'adfs-token-signing', endsIn: 58, tags: identity },
  { name: 'api-gateway-tls', endsIn: 66, tags: web },
  { name: 'card-scheme-client', endsIn: 140, tags: payments },
  { name: 'document-signing', endsIn: 170, tags: integration },
  { name: 'edge-tls', endsIn: 33, lifetimeDays: 47, issuer: 'DigiCert', action: 'AutoRenew', tags: web },
  { name: 'message-broker-client', endsIn: 199, tags: integration },
  { name: 'mobile-app-attestation', endsIn: 222, tags: web },
  { name: 'order-feed-client', endsIn: 248, tags: integration },
  { name: 'partner-sftp-client', endsIn: 290, tags: integration },
  { name: 'tax-authority-client', endsIn: 345, tags: payments },
  { name: 'vpn-gateway', endsIn: 700, lifetimeDays: 1095, tags: workplace },
];

const SECRETS: readonly SecretTemplate[] = [
  { name: 'database-password', endsIn: 14, tags: { ...payments, 'used-by': 'Ledger; Month-end report' } },
  { name: 'partner-api-key', endsIn: 400, tags: integration },
  // nobody said when it ends
  { name: 'webhook-key', tags: web },
  { name: 'old-smtp-password', endsIn: -60, enabled: false },
  // any value will do: all who use it read it from here
  {
    name: 'maps-api-key',
    endsIn: 26,
    madeDaysAgo: 64,
    tags: { ...of('grace.mwangi', 'Storefront'), 'expiry-monitor-generate': '40' },
  },
  // as long as nobody should
  { name: 'storage-connection-string', endsIn: 1400, contentType: 'application/x-connection-string' },
];

const SIGN = ['sign', 'verify'] as const;

const ARCHIVE_SIGNING = { name: 'archive-signing', kind: 'EC', operations: SIGN, endsIn: 21 } as const;

const KEYS: readonly KeyTemplate[] = [
  { ...ARCHIVE_SIGNING, tags: of('david.cohen', 'Payments') },
  // rotated by its vault, in time
  {
    name: 'token-signing',
    kind: 'EC',
    operations: SIGN,
    endsIn: 24,
    madeDaysAgo: 66,
    rotates: { beforeEnd: 'P10D' },
    tags: identity,
  },
  { name: 'ledger-signing', kind: 'EC', operations: SIGN },
  { name: 'retired-signing', kind: 'EC', operations: SIGN, endsIn: -90, enabled: false },
];

const APPLICATIONS = '4f0f7d0e-5b7c-4c8f-9a58-0f6a1c2b3d4e';

/** What of Azure the made-up tenant has. */
export const DEFAULT_SUBSCRIPTIONS: readonly SubscriptionTemplate[] = [
  {
    id: APPLICATIONS,
    name: 'Northwind applications',
    tags: { owner: 'cloud-team' },
    resourceGroups: { 'rg-nle': { owner: 'test-team' } },
  },
];

/** Two vaults to watch, one that can't be reached, and the product's own with the keys that seal its links and sign its record. */
export const DEFAULT_VAULTS: readonly VaultTemplate[] = [
  {
    name: 'apps-live',
    subscription: APPLICATIONS,
    resourceGroup: 'rg-live',
    tags: { owner: 'platform-team' },
    certificates: LIVE_CERTIFICATES,
    keys: KEYS,
    secrets: SECRETS,
  },
  {
    name: 'apps-nle',
    subscription: APPLICATIONS,
    resourceGroup: 'rg-nle',
    certificates: NLE_CERTIFICATES,
    keys: [{ ...ARCHIVE_SIGNING, tags: payments }],
    secrets: SECRETS.slice(0, 2),
  },
  {
    name: 'behind-firewall',
    subscription: APPLICATIONS,
    closed: true,
    certificates: [],
    keys: [],
    secrets: [],
  },
  {
    name: 'product',
    certificates: [],
    keys: [
      { name: 'link-wrap', kind: 'RSA', operations: ['wrapKey', 'unwrapKey'] },
      { name: 'audit-sign', kind: 'EC', operations: SIGN },
    ],
    secrets: [],
  },
];
