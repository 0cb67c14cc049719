import type { TokenCredential } from '@azure/identity';
import { type GraphClient, graphClient } from '../adapters/graph/graph-client.ts';
import type { tenantCredentials } from '../adapters/sign-in/tenant-credentials.ts';
import type { CommonSettings } from '../config.ts';
import type { TenantId } from '../domain/ids.ts';

export type CredentialOf = (tenant: TenantId) => TokenCredential;
export type ClientFor = (tenant: TenantId) => GraphClient;

export const credentials = (
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

export const graphClients = (settings: CommonSettings, credentialOf: CredentialOf): ClientFor => {
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
