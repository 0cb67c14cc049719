import type { TokenCredential } from '@azure/identity';
import type { GraphClient } from '../adapters/graph/graph-client.ts';
import type { SignIn, VaultSignIns } from '../adapters/sign-in/tenant-credentials.ts';
import type { CommonSettings } from '../config.ts';
import type { TenantId } from '../domain/ids.ts';
import type { LastUse } from '../ports/last-use.ts';
import type { Log } from '../ports/log.ts';
import type { People } from '../ports/people.ts';
import type { Probe } from '../ports/probe.ts';
import type { Tracer } from '../ports/tracer.ts';
import { onFirstUse } from './on-first-use.ts';
import { probeOf } from './probes.ts';
import { tracedGraph } from './traces.ts';

export type CredentialOf = (tenant: TenantId) => TokenCredential;
export type ClientFor = (tenant: TenantId) => GraphClient;

export const credentials = (
  settings: CommonSettings,
  signIn: (how: SignIn) => TokenCredential,
): CredentialOf => {
  const byTenant = new Map(
    settings.TENANTS.map(({ id, signIn: how, authority }) => [
      id,
      signIn(how.kind === 'managed-identity' ? how : { ...how, tenant: id, authorityHost: authority }),
    ]),
  );
  return (tenant) => known(byTenant.get(tenant), tenant);
};

/** What lies in vaults and signs in. A secret is used with a warning each time an app starts: it is one more that expires. */
export const vaultSignIns = (log: Log): VaultSignIns => ({
  certificate: async (at, identity) =>
    (await import('../adapters/key-vault/vault-sign-ins.ts')).vaultCertificate(at, identity),
  secret: async (at, identity) => {
    log('SECRET_SIGN_IN', { vault: at.hostname });
    return (await import('../adapters/key-vault/vault-sign-ins.ts')).vaultSecret(at, identity);
  },
});

export const graphClients = (
  settings: CommonSettings,
  credentialOf: CredentialOf,
  tracer: Tracer | undefined,
): ClientFor => {
  const byTenant = new Map(
    settings.TENANTS.map(({ id, graph }) => [
      id,
      onFirstUse<GraphClient>({ get: true, post: true, patch: true }, async () => {
        const { graphClient } = await import('../adapters/graph/graph-client.ts');
        const credential = credentialOf(id);
        const client = graphClient({ graphRoot: graph, credential, timeout: settings.REQUEST_TIMEOUT });
        return tracedGraph(client, tracer);
      }),
    ]),
  );
  return (tenant) => known(byTenant.get(tenant), tenant);
};

export const peopleOf = (
  clientFor: ClientFor,
  guests: 'refuse' | 'allow',
  mailCodeDomains: readonly string[] = [],
): People =>
  onFirstUse<People>({ find: true, named: true, ownersOf: true, managerOf: true }, async () =>
    (await import('../adapters/graph/directory-people.ts')).graphPeople({
      clientFor,
      guests,
      mailCodeDomains,
    }),
  );

export const lastUseOf = (settings: CommonSettings, clientFor: ClientFor): LastUse =>
  onFirstUse<LastUse>({ of: true, page: true }, async () =>
    (await import('../adapters/graph/last-use.ts')).graphLastUse({
      clientFor,
      graphOf: (wanted) => settings.TENANTS.find(({ id, lastUse }) => id === wanted && lastUse)?.graph,
    }),
  );

/** Without it scans and owners wait; what is known already is judged. */
export const graphProbe = (client: GraphClient): Probe =>
  probeOf('graph', false, () => client.get('/applications?$top=1&$select=id'));

const known = <T>(value: T | undefined, tenant: TenantId): T => {
  if (value === undefined) throw new Error(`Tenant ${tenant} is not in TENANTS.`);
  return value;
};
