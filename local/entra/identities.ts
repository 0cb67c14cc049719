import permissions from '../../infra/permissions.json' with { type: 'json' };
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

/** In this tenant nobody has made us an owner of its applications, so the greater permission takes the smaller one's place. */
const INSTEAD: Readonly<Record<string, string>> = {
  'Application.ReadWrite.OwnedBy': 'Application.ReadWrite.All',
};

const granted: readonly IdentityOptions[] = Object.entries(permissions).map(([name, rights]) => ({
  name,
  roles: [
    ...(rights.graph as readonly string[]).map((role) => INSTEAD[role] ?? role),
    ...('graphOptional' in rights ? Object.values(rights.graphOptional).flat() : []),
  ],
}));

/** One identity per deployment of the monitor, with what it is granted on Azure, and one that may do all of it. */
export const DEFAULT_IDENTITIES: readonly IdentityOptions[] = [
  ...granted,
  { name: 'all', roles: [...new Set(granted.flatMap(({ roles }) => roles))] },
];

/** The tenant's managed identities. */
export const identitiesOf = (tenant: Tenant, options: readonly IdentityOptions[]): readonly Identity[] =>
  options.map(({ name, roles, clientId }) => {
    const principal = tenant.identity(name);
    return { name, roles, principal: { ...principal, appId: clientId ?? principal.appId } };
  });
