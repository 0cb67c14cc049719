import { TableClient } from '@azure/data-tables';
import type { TokenCredential } from '@azure/identity';
import { ServiceBusClient } from '@azure/service-bus';
import { graphApplications } from './adapters/graph/applications-source.ts';
import { graphClientSecrets } from './adapters/graph/client-secrets.ts';
import { graphPeople } from './adapters/graph/directory-people.ts';
import { type GraphClient, graphClient } from './adapters/graph/graph-client.ts';
import { keyVaultCertificates } from './adapters/key-vault/certificates-source.ts';
import { keyVaultShareUnwrap, keyVaultShareWrap } from './adapters/key-vault/link-key.ts';
import { certificateClient, cryptographyClient } from './adapters/key-vault/vault-clients.ts';
import { opener } from './adapters/sealing/open.ts';
import { sealer } from './adapters/sealing/seal.ts';
import { sendGridMailer } from './adapters/sendgrid/sendgrid-mailer.ts';
import { serviceBusPublisher } from './adapters/service-bus/publisher.ts';
import { serviceNowClient } from './adapters/servicenow/servicenow-client.ts';
import { serviceNowDesk } from './adapters/servicenow/servicenow-desk.ts';
import { isSignedHook } from './adapters/servicenow/webhook-signature.ts';
import { tenantCredentials } from './adapters/sign-in/tenant-credentials.ts';
import { consoleLog } from './adapters/system/console-log.ts';
import { sha256 } from './adapters/system/sha256.ts';
import { systemClock } from './adapters/system/system-clock.ts';
import { systemRandom } from './adapters/system/system-random.ts';
import { tableAudit } from './adapters/tables/audit-table.ts';
import { tableDirectory } from './adapters/tables/directory-table.ts';
import { tableLinks } from './adapters/tables/links-table.ts';
import { type OutboxPlace, tableOutbox } from './adapters/tables/outbox-table.ts';
import { tableRenewals } from './adapters/tables/renewals-table.ts';
import { tableScans } from './adapters/tables/scans-table.ts';
import { tableSubjects } from './adapters/tables/subjects-table.ts';
import { tablesAnswer } from './adapters/tables/tables-answer.ts';
import type { CommonSettings, Config, LinkSettings, RenewSettings, WatchSettings } from './config.ts';
import type { TenantId } from './domain/ids.ts';
import { linkPage } from './pages/link-page.ts';
import { oneHourLink } from './pages/mail-one-hour-link.ts';
import { ownerNotice } from './pages/mail-owner-notice.ts';
import { closingEvidence, requestInstructions } from './pages/ticket-text.ts';
import type { Mailer } from './ports/mailer.ts';
import type { Texts } from './ports/texts.ts';
import type { CommonDeps, LinkDeps, RenewDeps, WatchDeps, Wired } from './roles.ts';

/** Joins ports and adapters. Opens nothing: clients connect when they are first used. */
export const wire = (config: Config): Wired => {
  const signIn = tenantCredentials(config.common.AZURE_CLIENT_ID);
  const home = signIn({ kind: 'managed-identity' });
  const tables = openTables(config, home);
  const common = wireCommon(config, home, tables);
  const credentialOf = credentials(config.common, signIn);
  const clientFor = graphClients(config.common, credentialOf);
  return {
    common,
    watch: config.watch && wireWatch(config.watch, common, tables, clientFor, credentialOf),
    renew: config.renew && wireRenew(config.renew, common, tables, clientFor, home),
    link: config.link && wireLink(config.link, common, tables, home),
  };
};

type Tables = ReturnType<typeof openTables>;

const openTables = (config: Config, credential: TokenCredential) => {
  const { TABLES_URL: url, TENANTS } = config.common;
  const tenants = TENANTS.map(({ id }) => id);
  const client = (name: string) => new TableClient(url.href.replace(/\/$/, ''), name, credential);
  const subjects = client('Subjects');
  const scans = client('Scans');
  const directory = client('Directory');
  const renewals = client('Renewals');
  const links = client('Links');
  const audit = client('Audit');
  // Each role sends what it committed itself: the places that it may write.
  const places: readonly OutboxPlace[] = [
    ...(config.watch ? [subjects, scans, directory].map((c) => ({ client: c, tenants })) : []),
    ...(config.renew ? [{ client: renewals, tenants: undefined }] : []),
    ...(config.renew || config.link ? [{ client: links, tenants: undefined }] : []),
  ];
  return {
    subjects: tableSubjects(subjects, tenants),
    scans: tableScans(scans, tenants),
    directory: tableDirectory(directory, tenants),
    renewals: tableRenewals(renewals),
    links: tableLinks(links),
    audit: tableAudit(audit),
    outbox: tableOutbox(places),
    answer: tablesAnswer(audit),
  };
};

/** What can't be sent soon stays in the outbox; waiting longer for it would hold up everything else. */
const BUS_OPTIONS = { retryOptions: { maxRetries: 1, timeoutInMs: 8_000 } };

const serviceBus = (
  { SERVICE_BUS, SERVICE_BUS__fullyQualifiedNamespace: namespace }: CommonSettings,
  credential: TokenCredential,
): ServiceBusClient =>
  namespace === undefined
    ? new ServiceBusClient(SERVICE_BUS ?? '', BUS_OPTIONS)
    : new ServiceBusClient(namespace, credential, BUS_OPTIONS);

const wireCommon = (config: Config, home: TokenCredential, tables: Tables): CommonDeps => ({
  role: config.role,
  digest: sha256,
  clock: systemClock,
  log: consoleLog,
  tenants: config.common.TENANTS,
  policy: config.common.POLICY,
  stepLease: config.common.STEP_LEASE,
  firstRetry: config.common.FIRST_RETRY,
  publisher: serviceBusPublisher(serviceBus(config.common, home)),
  outbox: tables.outbox,
  audit: tables.audit,
  tablesAnswer: tables.answer,
});

type CredentialOf = (tenant: TenantId) => TokenCredential;
type ClientFor = (tenant: TenantId) => GraphClient;

const credentials = (
  settings: CommonSettings,
  signIn: ReturnType<typeof tenantCredentials>,
): CredentialOf => {
  const byTenant = new Map(
    settings.TENANTS.map(({ id, signIn: how, authority }) => [
      id,
      signIn(how.kind === 'federated' ? { ...how, tenant: id, authorityHost: authority } : how),
    ]),
  );
  return (tenant) => known(byTenant.get(tenant), tenant);
};

const graphClients = (settings: CommonSettings, credentialOf: CredentialOf): ClientFor => {
  const byTenant = new Map(
    settings.TENANTS.map(({ id, graph }) => [
      id,
      graphClient({ graphRoot: graph, credential: credentialOf(id), timeout: settings.REQUEST_TIMEOUT }),
    ]),
  );
  return (tenant) => known(byTenant.get(tenant), tenant);
};

const known = <T>(value: T | undefined, tenant: TenantId): T => {
  if (value === undefined) throw new Error(`Tenant ${tenant} is not in TENANTS.`);
  return value;
};

const texts: Texts = { ownerNotice, oneHourLink, requestInstructions, closingEvidence };

const mailerOf = (
  settings: Pick<WatchSettings, 'SENDGRID_API_KEY' | 'SENDGRID_URL' | 'MAIL_FROM' | 'REQUEST_TIMEOUT'>,
): Mailer =>
  sendGridMailer({
    apiKey: settings.SENDGRID_API_KEY,
    from: { email: settings.MAIL_FROM, name: 'Expiry Monitor' },
    baseUrl: settings.SENDGRID_URL,
    timeout: settings.REQUEST_TIMEOUT,
  });

const wireWatch = (
  settings: WatchSettings,
  common: CommonDeps,
  tables: Tables,
  clientFor: ClientFor,
  credentialOf: CredentialOf,
): WatchDeps => ({
  ...common,
  subjects: tables.subjects,
  scans: tables.scans,
  directory: tables.directory,
  renewals: tables.renewals,
  sources: settings.TENANTS.flatMap((tenant) => [
    graphApplications({ client: clientFor(tenant.id), tenant, digest: sha256 }),
    ...(tenant.vaults.length === 0
      ? []
      : [
          keyVaultCertificates({
            vaults: tenant.vaults.map((url) => ({
              name: url.hostname,
              client: certificateClient(url, credentialOf(tenant.id)),
            })),
            tenant,
            digest: sha256,
            clock: systemClock,
          }),
        ]),
  ]),
  people: graphPeople({ clientFor }),
  mailer: mailerOf(settings),
  texts,
  mode: settings.MODE,
  stormCap: settings.STORM_CAP,
  targets: settings.ARM,
  teamMailbox: settings.TEAM_MAILBOX,
});

const wireRenew = (
  settings: RenewSettings,
  common: CommonDeps,
  tables: Tables,
  clientFor: ClientFor,
  home: TokenCredential,
): RenewDeps => ({
  ...common,
  subjects: tables.subjects,
  renewals: tables.renewals,
  links: tables.links,
  people: graphPeople({ clientFor }),
  issuer: graphClientSecrets({ clientFor }),
  desk: serviceNowDesk({
    client: serviceNowClient({
      instance: settings.SERVICENOW_URL,
      clientId: settings.SERVICENOW_CLIENT_ID,
      clientSecret: settings.SERVICENOW_CLIENT_SECRET,
      timeout: settings.REQUEST_TIMEOUT,
      clock: systemClock,
    }),
    catalogItem: settings.SERVICENOW_CATALOG_ITEM,
    ...(settings.SERVICENOW_STEWARD === undefined ? {} : { steward: settings.SERVICENOW_STEWARD }),
  }),
  mailer: mailerOf(settings),
  texts,
  sealer: sealer({ wrap: keyVaultShareWrap(cryptographyClient(settings.WRAP_KEY_ID.href, home)) }),
  random: systemRandom,
  linkBaseUrl: settings.LINK_BASE_URL,
  overlap: settings.OVERLAP,
  secretLifetime: settings.SECRET_LIFETIME,
  teamMailbox: settings.TEAM_MAILBOX,
});

const wireLink = (
  settings: LinkSettings,
  common: CommonDeps,
  tables: Tables,
  home: TokenCredential,
): LinkDeps => ({
  ...common,
  links: tables.links,
  opener: opener({
    unwrap: keyVaultShareUnwrap({
      key: settings.WRAP_KEY_ID,
      clientFor: (keyId) => cryptographyClient(keyId, home),
    }),
  }),
  linkPage: linkPage(),
  isSignedHook: (hook) => isSignedHook(settings.SERVICENOW_WEBHOOK_KEY, hook, systemClock.now()),
});
