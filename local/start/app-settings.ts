import { API_CLIENT_ID } from '../entra/api-roles.ts';
import { DEFAULT_SUBSCRIPTIONS } from '../key-vault/default-vaults.ts';
import { VAULT_DOMAIN } from '../key-vault/server.ts';
import { CATALOG_ITEM } from '../service-desk/catalog.ts';
import { PRODUCT_VAULT } from './permissions.ts';
import { ONCE_POLICY } from './policy.ts';
import { declaredItems, ownCredentials } from './declared.ts';
import type { StateFolder } from './state-folder.ts';
import { MAIL_FROM, type Surroundings } from './surroundings.ts';

interface Wanted {
  readonly surroundings: Surroundings;
  readonly folder: StateFolder;
  readonly functionsUrl: string;
  readonly environment: string;
  readonly automatedTesting: boolean;
  /** A run that plays one round has a policy of its own. */
  readonly once?: boolean;
}

/** How the app is set up here: as on Azure in all but the addresses, and with timers that a person can wait for. */
export const appSettings = (wanted: Wanted): Record<string, string> => ({
  APP_ROLE: 'all',
  ...whatIsWatched(wanted),
  ...whereItLives(wanted),
  ...whomItTells(wanted),
  ...(wanted.once === true ? { POLICY: ONCE_POLICY, OVERLAP: 'PT5S' } : {}),
  ...PACE,
});

const whatIsWatched = ({ surroundings, environment, automatedTesting }: Wanted): Record<string, string> => {
  const { entra, vaults, resourceManager, tlsEndpoints } = surroundings;
  const watched = Object.entries(vaults).filter(([name]) => name !== PRODUCT_VAULT);
  const tenant = {
    id: entra.tenantId,
    name: 'Northwind',
    environment,
    automatedTesting,
    privileged: true,
    provisioning: true,
    lastUse: true,
    graph: entra.graphUrl,
    authority: entra.loginUrl,
    signIn: { kind: 'managed-identity' },
    vaults: watched.map(([, url]) => url),
    // The same ones are found, and bring the owners that their places name.
    vaultDiscovery: {
      subscriptions: DEFAULT_SUBSCRIPTIONS.map(({ id }) => id),
      resourceManager,
      vaultDomain: VAULT_DOMAIN,
    },
    tlsEndpoints: tlsEndpoints.names.map((name) => ({
      address: `127.0.0.1:${tlsEndpoints.port},${name}`,
      owner: 'asha.rao@northwind.example',
      private: true,
    })),
    devices: { intune: 'beta', issued: true },
  };
  return {
    TENANTS: JSON.stringify([tenant]),
    MODE: 'act',
    ARM: JSON.stringify(SOURCES.map((source) => ({ tenant: entra.tenantId, source }))),
    PRIVATE_HOSTS: JSON.stringify(['idp.localhost']),
    VERSION_VAULTS: JSON.stringify(watched.map(([, url]) => url)),
    DECLARED: declaredItems(surroundings),
    OWN_CREDENTIALS: ownCredentials(surroundings),
    STORM_CAP: '200',
    API_AUDIENCE: API_CLIENT_ID,
    PEOPLE_TENANTS: JSON.stringify([{ id: entra.tenantId, authority: entra.loginUrl }]),
  };
};

/** What a tenant is scanned for. */
export const SOURCES = [
  'entra-applications',
  'entra-service-principals',
  'federated-domains',
  'key-vault',
  'tls-endpoints',
  'declared',
  'devices',
  'federation-metadata',
  'openid-providers',
] as const;

const whereItLives = ({ surroundings, functionsUrl }: Wanted): Record<string, string> => {
  const { entra, vaults, tablesUrl, serviceBus } = surroundings;
  return {
    IDENTITY_ENDPOINT: entra.identityEndpoint,
    IDENTITY_HEADER: entra.identityHeader,
    AZURE_CLIENT_ID: entra.identities['all'] ?? '',
    TABLES_URL: tablesUrl,
    SERVICE_BUS: serviceBus.connectionString,
    WRAP_KEY_ID: `${vaults[PRODUCT_VAULT] ?? ''}/keys/link-wrap`,
    AUDIT_KEY_ID: `${vaults[PRODUCT_VAULT] ?? ''}/keys/audit-sign`,
    LINK_BASE_URL: functionsUrl,
    SIGN_IN_AUTHORITY: entra.loginUrl,
    SIGN_IN_CLIENT_ID: entra.signInClientId,
    TEAM_ADDRESS: 'identity-team@northwind.example',
  };
};

const whomItTells = ({ surroundings, folder }: Wanted): Record<string, string> => ({
  SENDGRID_API_KEY: folder.secrets.mailKey,
  SENDGRID_URL: surroundings.mail.url,
  SENDGRID_EVENT_KEY: surroundings.mail.eventKey,
  MAIL_FROM,
  SERVICENOW_URL: surroundings.desk.url,
  SERVICENOW_CLIENT_ID: 'expiry-monitor',
  SERVICENOW_CLIENT_SECRET: folder.secrets.deskSecret,
  SERVICENOW_CATALOG_ITEM: CATALOG_ITEM.sysId,
  SERVICENOW_STEWARD: 'expiry.monitor',
  SERVICENOW_WEBHOOK_KEY: folder.secrets.webhookKey,
});

const PACE = {
  SCAN_SCHEDULE: '0 */5 * * * *',
  SUMMARY_SCHEDULE: '0 0 * * * *',
  JUDGE_SCHEDULE: '*/20 * * * * *',
  HEARTBEAT_SCHEDULE: '0 */15 * * * *',
  COUNT_SCHEDULE: '0 0 */6 * * *',
  POLL_SCHEDULE: '*/10 * * * * *',
  MISSED_SCHEDULE: '0 0 * * * *',
  CHECKPOINT_SCHEDULE: '0 * * * * *',
  VERIFY_SCHEDULE: '0 */10 * * * *',
  RESUME_SCHEDULE: '*/10 * * * * *',
  OUTBOX_SCHEDULE: '*/10 * * * * *',
  FORGET_SCHEDULE: '0 * * * * *',
  STEP_LEASE: 'PT10S',
  FIRST_RETRY: 'PT2S',
  // A renewal is a session of its own with one message at a time: waiting for a second one would hold up the next.
  AzureFunctionsJobHost__extensions__serviceBus__sessionIdleTimeout: '00:00:00.1',
};
