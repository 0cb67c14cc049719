import { randomUUID } from 'node:crypto';
import type { GraphCalls } from '../../../scripts/graph/graph-calls.ts';

interface Entity {
  readonly id: string;
  readonly [property: string]: unknown;
}

export const GRAPH_APP_ID = '00000003-0000-0000-c000-000000000000';
const ROLES = [
  'Application.Read.All',
  'Application.ReadWrite.All',
  'Application.ReadWrite.OwnedBy',
  'User.Read.All',
  'GroupMember.Read.All',
  'Domain.Read.All',
  'Domain-InternalFederation.Read.All',
  'Policy.Read.All',
  'AuditLog.Read.All',
  'Mail.Send',
];
const PACKAGES = '/identityGovernance/entitlementManagement';

/** As much of a tenant as the Graph layer touches, working: what is written is there when it is read. */
export const graphDirectory = (identities: readonly string[]) => {
  const collections = new Map<string, Entity[]>();
  const all = (path: string): Entity[] => {
    const known = collections.get(path) ?? [];
    collections.set(path, known);
    return known;
  };
  const graph: Entity = {
    id: 'graph',
    appId: GRAPH_APP_ID,
    appRoles: ROLES.map((value) => ({ id: `role-${value}`, value })),
  };
  all('/servicePrincipals').push(graph, ...identities.map((id) => ({ id, appId: `app-of-${id}` })));
  const grants = all('/servicePrincipals/graph/appRoleAssignedTo');
  const written: string[] = [];

  const one = (path: string): Entity | undefined => {
    const [, collection = '', key = '', value = ''] = /^(\/\w+)\((\w+)='([^']+)'\)$/.exec(path) ?? [];
    return all(collection).find((entity) => entity[key] === value);
  };
  const place = (path: string): { readonly list: Entity[]; readonly at: number } => {
    const cut = path.lastIndexOf('/');
    const list = all(path.slice(0, cut));
    return { list, at: list.findIndex(({ id }) => id === path.slice(cut + 1)) };
  };
  const changed = (path: string) => {
    const found = place(path);
    if (found.at < 0) throw new Error(`Graph has nothing at ${path}.`);
    return found;
  };

  const calls: GraphCalls = {
    get: (asked) => {
      const [path = '', query = ''] = asked.split('?');
      if (path.includes('(')) return Promise.resolve(one(path));
      const principal = /^\/servicePrincipals\/([^/]+)\/appRoleAssignments$/.exec(path)?.[1];
      if (principal !== undefined) {
        if (!all('/servicePrincipals').some(({ id }) => id === principal)) return Promise.resolve(undefined);
        return Promise.resolve({ value: grants.filter(({ principalId }) => principalId === principal) });
      }
      const [, property = '', wanted = ''] = /(\w+) eq '(.+)'/.exec(decodeURIComponent(query)) ?? [];
      const value = all(path).filter((entity) => property === '' || entity[property] === wanted);
      return Promise.resolve({ value });
    },
    post: (path, body) => {
      written.push(`POST ${path}`);
      const entity: Entity = { appId: randomUUID(), ...body, id: randomUUID() };
      all(path).push(entity);
      if (path === `${PACKAGES}/resourceRequests`) {
        const { resource, catalog } = body as { resource: { originId: string }; catalog: { id: string } };
        all(`${PACKAGES}/catalogs/${catalog.id}/resources`).push({
          id: randomUUID(),
          originId: resource.originId,
        });
      }
      return Promise.resolve(entity);
    },
    patch: (path, body) => {
      written.push(`PATCH ${path}`);
      const { list, at } = changed(path);
      list[at] = { ...(list[at] ?? { id: '' }), ...body };
      return Promise.resolve();
    },
    delete: (path) => {
      written.push(`DELETE ${path}`);
      const { list, at } = changed(path);
      list.splice(at, 1);
      return Promise.resolve();
    },
  };
  return {
    calls,
    written,
    all: (path: string): readonly Entity[] => all(path),
    /** Names of the permissions that an identity holds. */
    held: (principalId: string): readonly string[] =>
      grants
        .filter((grant) => grant['principalId'] === principalId)
        .map(({ appRoleId }) => String(appRoleId).replace('role-', '')),
  };
};
