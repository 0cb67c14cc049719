import type { TokenCredential } from '@azure/identity';
import type { ServiceBusClient } from '@azure/service-bus';
import type { Config } from '../../lib/config.ts';
import { busNeeds } from './bus-needs.ts';
import { deskNeeds } from './desk-needs.ts';
import { graphNeeds } from './graph-needs.ts';
import { mailNeeds } from './mail-needs.ts';
import type { Need } from './need.ts';
import { ownNeeds } from './own-needs.ts';
import { rightsOf } from './permissions.ts';
import { subscriptionNeeds } from './subscription-needs.ts';
import { tableNeeds } from './table-needs.ts';
import { vaultNeeds } from './vault-needs.ts';

interface SignedIn {
  /** In the tenant of the app itself. */
  readonly home: TokenCredential;
  readonly tenant: (id: string) => TokenCredential;
  readonly bus: ServiceBusClient;
}

/** Everything that the role of these settings needs of the world. */
export const needsOf = (config: Config, { home, tenant, bus }: SignedIn): readonly Need[] => {
  const rights = rightsOf(config.role);
  const { TENANTS, TABLES_URL } = config.common;
  const tenants = TENANTS.map(({ id, name, graph }) => ({ id, name, graph, credential: tenant(id) }));
  const where = (isWanted: (tenant: (typeof TENANTS)[number]) => boolean) =>
    tenants.filter(({ id }) => TENANTS.some((tenant) => tenant.id === id && isWanted(tenant)));
  const watched = TENANTS.flatMap(({ id, vaults }) =>
    vaults.map((vault) => ({ vault, credential: tenant(id) })),
  );
  const depositor = tenants.length === 1 && tenants[0] !== undefined ? tenants[0].credential : home;
  const mail = config.watch ?? config.renew;
  return [
    ...graphNeeds(tenants, rights.graph),
    ...graphNeeds(
      where((tenant) => (tenant.devices?.intune ?? 'off') !== 'off'),
      rights.graphOptional?.devices ?? [],
    ),
    ...graphNeeds(
      where((tenant) => tenant.provisioning),
      rights.graphOptional?.provisioning ?? [],
    ),
    ...graphNeeds(
      where((tenant) => tenant.lastUse),
      rights.graphOptional?.lastUse ?? [],
    ),
    ...vaultNeeds({
      credential: (place) => watched.find(({ vault }) => vault === place)?.credential ?? home,
      watched: config.watch === undefined ? [] : watched.map(({ vault }) => vault),
      // Whose application it is, is known only when a secret is made; a single tenant signs in as itself.
      deposits: depositVaults(config).map((vault) => ({ vault, credential: depositor })),
      versions: (config.renew?.VERSION_VAULTS ?? []).map((vault) => ({ vault, credential: depositor })),
      wrapKey: (config.renew ?? config.link)?.WRAP_KEY_ID,
      auditKey: config.renew?.AUDIT_KEY_ID,
      rights: rights.vaults,
    }),
    ...(config.watch?.TENANTS ?? []).flatMap(({ id, vaultDiscovery }) =>
      vaultDiscovery === undefined ? [] : subscriptionNeeds(vaultDiscovery, tenant(id)),
    ),
    ...tableNeeds({ url: TABLES_URL, credential: home, rights: rights.tables }),
    ...(config.watch === undefined ? [] : ownNeeds(config.watch)),
    ...busNeeds({ client: bus, send: rights.send, receive: rights.receive }),
    // Another desk than ServiceNow has no rights that could be looked at.
    ...(config.renew?.SERVICENOW_URL === undefined || config.renew.DESK === 'webhook'
      ? []
      : deskNeeds({
          instance: config.renew.SERVICENOW_URL,
          clientId: config.renew.SERVICENOW_CLIENT_ID ?? '',
          clientSecret: config.renew.SERVICENOW_CLIENT_SECRET ?? '',
          catalogItem: config.renew.SERVICENOW_CATALOG_ITEM ?? '',
        })),
    // A mail server has no rights to look at: it takes mail, or says no when it gets one.
    ...(mail?.SENDGRID_API_KEY === undefined || mail.MAIL_BY !== 'sendgrid'
      ? []
      : mailNeeds(mail.SENDGRID_URL, mail.SENDGRID_API_KEY)),
  ];
};

const depositVaults = ({ renew }: Config): readonly URL[] =>
  [...new Set((renew?.DEPOSITS ?? []).map(({ vault }) => vault))].map((vault) => new URL(vault));
