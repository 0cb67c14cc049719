import { ENTERPRISE, principal, type PrincipalSpec, samlApplication } from './principal-spec.ts';

const SSO = 'CN=Microsoft Azure Federated SSO Certificate';
/** The tenant that the platform's own applications belong to. */
const MICROSOFT = 'f8cdef31-a31e-4b4a-93e4-5f571e91255a';
const VENDOR = '5e3a1f0c-9b0d-4c39-8a57-2d1f6f0b7a11';

/** Enterprise applications that people sign in to with SAML. */
const SAML: readonly PrincipalSpec[] = [
  samlApplication(
    'HR Portal',
    'hr.northwind.example',
    [{ name: 'CN=HRPortal', starts: -1069, ends: 26.2, preferred: true }],
    {
      owners: ['priya.natarajan'],
      provisioning: [{ template: 'scim', code: 'Active' }],
      traps: ['saml-primary'],
    },
  ),
  samlApplication(
    'Expense Cloud',
    'northwind.expenses.example',
    [
      { name: SSO, starts: -1083, ends: 12.4, preferred: true },
      { name: SSO, starts: -20, ends: 1075 },
    ],
    {
      mode: null,
      notified: [],
      owners: ['nadia.haddad'],
      traps: ['saml-newer-not-preferred', 'saml-without-mode', 'nobody-notified'],
    },
  ),
  samlApplication(
    'Travel Desk',
    'travel.example',
    [
      { name: SSO, starts: -1090, ends: 5.1 },
      { name: SSO, starts: -60, ends: 1035, preferred: true },
    ],
    { traps: ['saml-older-not-preferred'] },
  ),
  samlApplication(
    'Learning Hub',
    'learning.example',
    [{ name: 'CN=learning-hub', starts: -160, ends: 205, identifier: 'sha256-of-text', preferred: true }],
    { provisioning: [{ template: 'scim', code: 'NotConfigured' }], traps: ['saml-identifier-sha256'] },
  ),
  samlApplication(
    'Claims Archive',
    'claims-archive.northwind.example',
    [{ name: 'CN=claims-archive', starts: -640, ends: 95, identifier: 'text', preferred: true }],
    { mode: null, type: 'Legacy', traps: ['saml-identifier-text', 'saml-without-mode'] },
  ),
  samlApplication(
    'Old Intranet',
    'intranet.northwind.example',
    [{ name: 'CN=old-intranet', starts: -970, ends: 125, identifier: 'none' }],
    { mode: null, traps: ['saml-without-identifier'] },
  ),
  samlApplication(
    'Warehouse Scanner (closed)',
    'scanner.northwind.example',
    [{ name: SSO, starts: -1080, ends: 9.3, preferred: true }],
    { accountEnabled: false, traps: ['disabled-principal'] },
  ),
  samlApplication(
    'Wiki SSO',
    'wiki.northwind.example',
    [{ name: SSO, starts: -900, ends: 196, preferred: true, malformed: true }],
    { traps: ['malformed-principal-entry'] },
  ),
  samlApplication(
    '<b>Vendor</b> "Portal" \u202Elive',
    'vendor-portal.example',
    [{ name: SSO, starts: -500, ends: 595, preferred: true }],
    { traps: ['hostile-principal-name'] },
  ),
];

/** Others that hold credentials of their own, or nothing. */
const OTHERS: readonly PrincipalSpec[] = [
  principal('Shop Front End', {
    mode: 'oidc',
    tags: [ENTERPRISE],
    notified: ['iam@northwind.example'],
    replyUrls: ['https://shop.northwind.example/signin-oidc'],
    signing: [{ name: 'CN=shop-front-end', starts: -200, ends: 165 }],
    traps: ['oidc-signing-key'],
  }),
  principal('Ticketing Cloud', {
    organization: VENDOR,
    tags: [ENTERPRISE],
    owners: ['sofia.rossi'],
    own: [{ kind: 'secret', name: 'scim connector', starts: -325, ends: 40.5 }],
    graphRoles: ['User.Read.All', 'Directory.ReadWrite.All'],
    provisioning: [
      { template: 'scim', code: 'Quarantine', since: -2.4 },
      { template: 'scimGroups', code: 'Paused' },
    ],
    traps: ['foreign-principal', 'privileged-principal', 'provisioning-quarantined'],
  }),
  principal('Analytics Cloud', {
    organization: VENDOR,
    tags: [ENTERPRISE],
    traps: ['foreign-without-credentials'],
  }),
  principal('Payslip Archive', {
    tags: [ENTERPRISE],
    own: [{ kind: 'token-encryption', name: 'CN=payslip-encryption', starts: -100, ends: 265 }],
    traps: ['principal-token-encryption'],
  }),
  principal('Microsoft Graph', {
    appId: '00000003-0000-0000-c000-000000000000',
    organization: MICROSOFT,
    traps: ['foreign-without-credentials'],
  }),
  principal('Microsoft Rights Management Services', {
    appId: '00000012-0000-0000-c000-000000000000',
    organization: MICROSOFT,
    own: [{ kind: 'certificate', name: null, starts: -350, ends: 15 }],
    traps: ['microsoft-principal'],
  }),
];

const IDENTITIES: readonly PrincipalSpec[] = ['func-orders', 'aks-prod-agentpool', 'vm-build-07'].map(
  (name, nth) =>
    principal(name, {
      type: 'ManagedIdentity',
      organization: null,
      own: [{ kind: 'certificate', name: null, starts: -70 - nth, ends: 20 - nth }],
      traps: ['managed-identity'],
    }),
);

/** The service principals that every tenant has, besides those of its applications. New ones go to the end. */
export const PRINCIPAL_ROSTER: readonly PrincipalSpec[] = [...SAML, ...OTHERS, ...IDENTITIES];
