import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Authority } from '../certificates/authority.ts';
import type { Children } from './children.ts';
import { ROOT } from './children.ts';
import { createTables } from './create-tables.ts';
import type { Crew } from './crew.ts';
import { busGrants, tableGrants, vaultGrants } from './permissions.ts';
import type { Ports } from './ports.ts';
import type { StateFolder } from './state-folder.ts';
import { startTables } from './tables.ts';
import { deskPeople, readTenant, type Tenant } from './tenant.ts';

interface EntraReady {
  readonly loginUrl: string;
  readonly graphUrl: string;
  readonly identityEndpoint: string;
  readonly identityHeader: string;
  readonly tenantUrl: string;
  readonly signInUrl: string;
  /** The application that people sign in to on link pages. */
  readonly signInClientId: string;
  readonly tenantId: string;
  readonly epoch: string;
  /** Client ids by name. */
  readonly identities: Readonly<Record<string, string>>;
}

interface WithPage {
  readonly url: string;
  readonly pageUrl: string;
}

interface MailReady extends WithPage {
  /** With it the app verifies what is said of its mails. */
  readonly eventKey: string;
}

interface IdpsReady {
  readonly url: string;
  /** Addresses by the names of providers. */
  readonly metadataUrls: Readonly<Record<string, string>>;
  readonly discoveryUrls: Readonly<Record<string, string>>;
}

/** Everything that the app needs of the world, up and running on this machine. */
export interface Surroundings {
  readonly entra: EntraReady;
  readonly tenant: Tenant;
  /** Addresses by name. */
  readonly vaults: Readonly<Record<string, string>>;
  /** Where the vaults are found, but for the product's own. */
  readonly resourceManager: string;
  /** Names that speak TLS behind one port. */
  readonly tlsEndpoints: { readonly port: number; readonly names: readonly string[] };
  readonly tablesUrl: string;
  readonly serviceBus: { readonly connectionString: string; readonly controlUrl: string };
  readonly desk: WithPage;
  readonly mail: MailReady;
  readonly idps: IdpsReady;
}

interface SurroundingsOptions {
  readonly crew: Crew;
  readonly children: Children;
  readonly folder: StateFolder;
  readonly ports: Ports;
  readonly authority: Authority;
  /** Called once the namespace is there, before anything can be published. */
  readonly onServiceBus: (bus: Surroundings['serviceBus']) => Promise<void>;
}

/** Where mail of the app comes from. */
export const MAIL_FROM = 'expiry-monitor@northwind.example';
/** Where the desk tells the app of decisions. */
const WEBHOOK_PATH = '/api/webhooks/service-desk';
/** Where the mail service tells the app what became of mails. */
const MAIL_EVENTS_PATH = '/api/webhooks/mail';

const HOSTS = [
  'login.localhost',
  'graph.localhost',
  '*.vault.localhost',
  'management.localhost',
  'idp.localhost',
];

/** Starts it all, in parallel as far as one does not need to know of another. */
export const startSurroundings = async (options: SurroundingsOptions): Promise<Surroundings> => {
  const { crew, children, folder, ports, authority } = options;
  const tls = await authority.issue(HOSTS);
  const pem = ['--cert', tls.certFile, '--key', tls.keyFile];

  const bus = startBus(options);
  const mail = startMail(options, pem);
  // At Ctrl+C the next part refuses to start, and nobody waits for these any more.
  for (const begun of [bus, mail]) begun.catch(() => undefined);
  const entra = children.service<EntraReady>('Entra', 'entra/main.ts', [
    ...pem,
    ...['--state', folder.place('entra'), '--seed', folder.seed, '--apps', String(folder.apps)],
    ...['--login-port', String(ports.login), '--graph-port', String(ports.graph)],
    ...['--identity-port', String(ports.identity), '--control-port', String(ports['graph-faults'])],
  ]);
  entra.ready.catch(() => undefined);
  const tables = startTables(crew, {
    ...{ folder, tls, port: ports.tables, controlPort: ports['tables-faults'], caPem: authority.caPem },
    grants: entra.ready.then(({ identities }) => tableGrants((role) => identities[role] ?? role)),
  });
  const known = Promise.all([entra.ready, bus]).then(([ready, { connectionString }]) =>
    enterTenant(options, pem, ready, connectionString),
  );
  const made = Promise.all([tables, entra.ready]).then(async ([url, ready]) => {
    await createTables(url, ready, authority.caPem);
    return url;
  });
  const [tablesUrl, serviceBus, inbox, inTenant, ready] = await Promise.all([
    made,
    bus,
    mail,
    known,
    entra.ready,
  ]);
  return { ...inTenant, entra: ready, tablesUrl, serviceBus, mail: inbox };
};

/** What must know the tenant first, or its people. */
const enterTenant = async (
  options: SurroundingsOptions,
  pem: readonly string[],
  ready: EntraReady,
  eventGrid: string,
): Promise<
  Pick<Surroundings, 'tenant' | 'vaults' | 'resourceManager' | 'desk' | 'idps' | 'tlsEndpoints'>
> => {
  const inPeople = async () => {
    const tenant = await readTenant(ready.tenantUrl);
    return { tenant, desk: await startDesk(options, pem, tenant) };
  };
  const [vaults, tlsEndpoints, people, idps] = await Promise.all([
    startVaults(options, pem, ready, eventGrid),
    startTlsEndpoints(options, ready),
    inPeople(),
    startIdps(options, pem, ready),
  ]);
  return { ...vaults, tlsEndpoints, ...people, idps };
};

const startBus = async (options: SurroundingsOptions): Promise<Surroundings['serviceBus']> => {
  const { children, folder, ports, onServiceBus } = options;
  const { ready } = children.service<{ connectionString: string; controlPort: number }>(
    'Service Bus',
    'service-bus/main.ts',
    [
      ...['--topology', join(ROOT, 'infra', 'topology.json'), '--state', folder.place('service-bus')],
      ...['--grants', JSON.stringify(busGrants())],
      ...['--port', String(ports['service-bus']), '--control-port', String(ports['service-bus-control'])],
    ],
  );
  const { connectionString, controlPort } = await ready;
  const bus = { connectionString, controlUrl: `http://127.0.0.1:${controlPort}` };
  await onServiceBus(bus);
  return bus;
};

/** Async, so that a refusal to start rejects, as with the others, and does not throw past those who have begun. */
const startMail = async (
  { children, folder, ports }: SurroundingsOptions,
  pem: readonly string[],
): Promise<MailReady> =>
  children.service<MailReady>('Mail', 'mail/main.ts', [
    ...pem,
    ...['--state', folder.place('mail'), '--api-key', folder.secrets.mailKey, '--verified-sender', MAIL_FROM],
    ...['--event-url', `http://127.0.0.1:${ports.functions}${MAIL_EVENTS_PATH}`],
    ...['--port', String(ports.mail), '--page-port', String(ports.inbox)],
    ...['--control-port', String(ports['mail-faults'])],
  ]).ready;

const startVaults = async (
  { children, folder, ports, authority }: SurroundingsOptions,
  pem: readonly string[],
  { loginUrl, tenantId, epoch, identities }: EntraReady,
  eventGrid: string,
): Promise<Pick<Surroundings, 'vaults' | 'resourceManager'>> => {
  const grants = vaultGrants((role) => identities[role] ?? role);
  const { ready } = children.service<Pick<Surroundings, 'vaults' | 'resourceManager'>>(
    'Key Vault',
    'key-vault/main.ts',
    [
      ...pem,
      ...['--state', folder.place('key-vault'), '--seed', folder.seed, '--epoch', epoch],
      ...['--login-url', loginUrl, '--tenant', tenantId, '--ca', authority.caFile],
      ...['--jwks-url', `${loginUrl}/${tenantId}/discovery/v2.0/keys`, '--grants', JSON.stringify(grants)],
      ...['--port', String(ports['key-vault']), '--control-port', String(ports['key-vault-faults'])],
      ...['--event-grid', eventGrid],
    ],
  );
  const { vaults, resourceManager } = await ready;
  return { vaults, resourceManager };
};

const startTlsEndpoints = (
  { children, folder, ports }: SurroundingsOptions,
  { epoch }: EntraReady,
): Promise<Surroundings['tlsEndpoints']> =>
  children.service<Surroundings['tlsEndpoints']>('TLS endpoints', 'tls-endpoints/main.ts', [
    ...['--state', folder.place('tls-endpoints'), '--epoch', epoch],
    ...['--port', String(ports['tls-endpoints'])],
  ]).ready;

const startIdps = (
  { children, folder, ports }: SurroundingsOptions,
  pem: readonly string[],
  { epoch }: EntraReady,
): Promise<IdpsReady> =>
  children.service<IdpsReady>('Identity providers', 'identity-provider/main.ts', [
    ...pem,
    ...['--state', folder.place('identity-provider'), '--epoch', epoch],
    ...['--port', String(ports.idp), '--control-port', String(ports['idp-faults'])],
  ]).ready;

const startDesk = async (
  { children, folder, ports }: SurroundingsOptions,
  pem: readonly string[],
  tenant: Tenant,
): Promise<WithPage> => {
  const state = folder.place('service-desk');
  await mkdir(state, { recursive: true });
  const people = join(state, 'people.json');
  await writeFile(people, JSON.stringify(deskPeople(tenant)));
  const { deskSecret, webhookKey } = folder.secrets;
  return children.service<WithPage>('Service desk', 'service-desk/main.ts', [
    ...pem,
    ...['--state', state, '--people', people, '--client-secret', deskSecret],
    ...['--webhook-url', `http://127.0.0.1:${ports.functions}${WEBHOOK_PATH}`, '--webhook-key', webhookKey],
    ...['--port', String(ports.desk), '--page-port', String(ports['desk-page'])],
    ...['--control-port', String(ports['desk-faults'])],
  ]).ready;
};
