import { application, type ApplicationSpec, certificate, secret } from './application-spec.ts';

/** Someone has renewed these already: the newer credential serves the same purpose. */
export const REPLACED: readonly ApplicationSpec[] = [
  application('orders-api', {
    owners: ['ivan.petrov'],
    credentials: [secret('api secret 2025', -360, 4.8), secret('api secret 2026', -11, 354)],
    traps: ['replaced'],
  }),
  application('newsletter-sender', {
    owners: ['pieter.devries'],
    credentials: [secret('mailer', -354, 10.9), secret('mailer', -20, 345)],
    traps: ['replaced'],
  }),
  application('timesheet-import', {
    owners: ['carla.mendes'],
    credentials: [secret('Password uploaded on Mon Nov 03', -351, 14.1), secret(null, -3, 177)],
    traps: ['replaced'],
  }),
  application('grafana-sso', {
    owners: ['sean.obrien'],
    credentials: [secret('oidc', -341, 24.4), secret('oidc (new)', -30, 335)],
    traps: ['replaced'],
  }),
];

/** Ends that are missing, absurd, or hard to read. */
export const ODD_ENDS: readonly ApplicationSpec[] = [
  application('badge-reader', { credentials: [secret('reader', -1900, null)], traps: ['no-end'] }),
  application('canteen-menu', {
    owners: ['noor.bakker'],
    credentials: [secret(null, -2100, null), secret('menu', -80, 285)],
    traps: ['no-end'],
  }),
  application('parking-barrier', {
    owners: ['chidi.eze'],
    credentials: [secret('gate', -1500, null)],
    traps: ['no-end'],
  }),
  application('legacy-intranet', {
    owners: ['henrik.dahl'],
    credentials: [secret('never expires', -1300, { text: '2099-12-31T23:59:59Z' })],
    traps: ['over-long'],
  }),
  application('scanner-fleet', {
    owners: ['anna.schmidt'],
    credentials: [secret('fleet', -420, { text: '2099-01-01T00:00:00Z' })],
    traps: ['over-long'],
  }),
  application('quarterly-close', {
    owners: ['lucia.fernandez'],
    credentials: [secret('close Q4', -270, 95), secret('close Q1', 21, 386)],
    traps: ['not-yet-effective'],
  }),
  application('promo-engine', {
    owners: ['nadia.haddad'],
    credentials: [certificate('CN=promo-engine', -250, 115), certificate('CN=promo-engine-2', 14, 379)],
    traps: ['not-yet-effective'],
  }),
  application('imported-from-adfs', {
    owners: ['adaeze.okafor'],
    credentials: [secret('migrated', -700, { text: 'not-a-date' }), secret('second', -90, 275)],
    traps: ['malformed-entry'],
  }),
  application('pos-terminal-agent', {
    owners: ['tariq.hussain'],
    credentials: [secret('terminal', -330, 35, { lastTick: true })],
    traps: ['sub-second-end'],
  }),
  application('benefits-enrolment', {
    owners: ['emma.virtanen'],
    credentials: [secret('benefits', -10, 'leap day', { exact: true })],
    traps: ['leap-day-end'],
  }),
  application('stock-count-app', {
    owners: ['rachel.green'],
    credentials: [secret('count', -335, 30, { exact: true })],
    traps: ['ends-on-a-limit'],
  }),
  application('travel-approvals', {
    owners: ['bjorn.hansen'],
    credentials: [secret('travel', -120, 245, { sharedKeyId: 'cloned' })],
    traps: ['key-id-on-two-applications'],
  }),
  application('travel-approvals (test)', {
    owners: ['bjorn.hansen'],
    credentials: [secret('travel', -119, 130, { sharedKeyId: 'cloned' })],
    traps: ['key-id-on-two-applications'],
  }),
];

/** The platform makes and renews these; several come near expiry now. */
export const SYSTEM_MANAGED: readonly ApplicationSpec[] = [
  application('P2P Server', {
    credentials: [certificate('CN=P2P Server', -358, 7.4)],
    traps: ['system-managed'],
  }),
  application('ConnectSyncProvisioning_NWSYNC01_8f0c1d42', {
    credentials: [certificate('CN=ConnectSyncProvisioning', -82, 8.6)],
    traps: ['system-managed'],
  }),
  application('Payroll portal (on-premises)', {
    owners: ['olivier.martin'],
    credentials: [secret('CWAP_AuthSecret', -356, 9.8)],
    tags: ['WindowsAzureActiveDirectoryOnPremApp'],
    traps: ['system-managed'],
  }),
  application('Customer help (Power Virtual Agents)', {
    owners: ['nadia.haddad'],
    credentials: [secret('PVA', -340, 17.2)],
    tags: ['power-virtual-agents-7c1f'],
    traps: ['system-managed'],
  }),
];
