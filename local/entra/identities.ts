import type { ServicePrincipal } from './tenant/graph-types.ts';
import type { Tenant } from './tenant/tenant.ts';

/** A managed identity to have: its name, which its ids follow from, and its application roles on Graph. */
export interface IdentityOptions {
  readonly name: string;
  readonly roles: readonly string[];
  /** Instead of the one that follows from the name. */
  readonly clientId?: string;
}

/** A managed identity of the tenant. */
export interface Identity {
  readonly name: string;
  readonly principal: ServicePrincipal;
  readonly roles: readonly string[];
}

const WATCH = ['Application.Read.All', 'User.Read.All'];
const RENEW = ['Application.ReadWrite.All', 'User.Read.All', 'Directory.Read.All'];

/** One identity per deployment of the monitor, and one that may do all of it. */
export const DEFAULT_IDENTITIES: readonly IdentityOptions[] = [
  { name: 'watch', roles: WATCH },
  { name: 'renew', roles: RENEW },
  { name: 'link', roles: [] },
  { name: 'all', roles: [...new Set([...WATCH, ...RENEW])] },
];

/** The tenant's managed identities. */
export const identitiesOf = (tenant: Tenant, options: readonly IdentityOptions[]): readonly Identity[] =>
  options.map(({ name, roles, clientId }) => {
    const principal = tenant.identity(name);
    return { name, roles, principal: { ...principal, appId: clientId ?? principal.appId } };
  });
