import { GRAPH_ID } from '../resources.ts';
import type { ApplicationSpec } from './application-spec.ts';
import { appId, buildApplication, keyId, objectId, secretValue } from './build-application.ts';
import { crowdApplication } from './crowd.ts';
import { buildPrincipal, principalObjectId } from './build-principal.ts';
import { dice as diceOf } from './dice.ts';
import { partnerFederations, type TenantDomain, tenantDomains, tokenLifetimePolicies } from './domains.ts';
import type { Application, Owner, PrincipalObject, ServicePrincipal } from './graph-types.ts';
import { type Group, groupsOf } from './groups.ts';
import { type AppRoleAssignment, GRAPH_ROLES } from './graph-roles.ts';
import { peopleOf, type Person, reachable } from './people.ts';
import { principal } from './principal-spec.ts';
import { provisioningJobs } from './provisioning.ts';
import { ROSTER } from './roster.ts';
import { PRINCIPAL_ROSTER } from './roster-principals.ts';

export interface TenantOptions {
  readonly seed: string;
  readonly apps: number;
  /** Milliseconds since 1970; the tenant's days count from it. */
  readonly epoch: number;
}

/** An organisation, made up from a seed: everything in it follows from the options alone. */
export interface Tenant extends TenantOptions {
  readonly id: string;
  readonly displayName: string;
  readonly domain: string;
  readonly people: readonly Person[];
  readonly groups: readonly Group[];
  /** What the application at this index was made from. */
  specAt(index: number): ApplicationSpec;
  applicationAt(index: number): Application;
  principalAt(index: number): ServicePrincipal;
  indexOfObjectId(id: string): number | undefined;
  indexOfAppId(appId: string): number | undefined;
  indexOfPrincipalId(id: string): number | undefined;
  /** How many service principals there are: one for each application, after those of the roster. */
  readonly principals: number;
  principalObjectAt(index: number): PrincipalObject;
  /** By object id, or by `appId=…`. */
  principalIndex(key: string): number | undefined;
  ownersOfPrincipal(index: number): readonly Owner[];
  /** The provisioning jobs of the service principal of this index. */
  provisioningOf(index: number): readonly object[];
  /** Who has which application permission on the service principal of this index. */
  appRolesAssignedTo(index: number): readonly AppRoleAssignment[];
  ownersAt(index: number): readonly Owner[];
  /** The owners of the application's service principal. */
  principalOwnersAt(index: number): readonly Owner[];
  readonly domains: readonly TenantDomain[];
  /** Identity providers of partners, whose people are guests here. */
  readonly partnerFederations: readonly object[];
  readonly tokenLifetimePolicies: readonly (object & { readonly id: string })[];
  /** The value of a generated client secret. */
  secretAt(index: number, keyId: string): string | undefined;
  /** The service principal of a managed identity, by the identity's name. */
  identity(name: string): ServicePrincipal;
}

const DOMAIN = 'northwind.example';

/** Makes the tenant; objects are made when asked for, so that fifty thousand applications cost no memory. */
export const generateTenant = (options: TenantOptions): Tenant => {
  const { seed, apps, epoch } = options;
  if (apps < ROSTER.length) {
    throw new Error(`Entra: a tenant has at least ${String(ROSTER.length)} applications; asked for ${apps}.`);
  }
  const dice = diceOf(seed);
  const people = peopleOf(DOMAIN, dice);
  const personByKey = new Map(people.map((person) => [person.key, person]));
  const [firstOwner = '', ...otherOwners] = reachable(people).map(({ key }) => key);

  const specAt = (index: number): ApplicationSpec =>
    ROSTER[index] ?? crowdApplication(index, dice, [firstOwner, ...otherOwners]);

  const identity = (name: string): ServicePrincipal => ({
    id: dice.uuid('identity', name, 'principal'),
    appId: dice.uuid('identity', name, 'client'),
    displayName: `expiry-monitor-${name}`,
    servicePrincipalType: 'ManagedIdentity',
    accountEnabled: true,
  });

  const owner = (key: string): Owner => {
    if (key.startsWith('identity:')) {
      return { type: 'servicePrincipal', principal: identity(key.slice('identity:'.length)) };
    }
    const person = personByKey.get(key);
    if (person === undefined) throw new Error(`Entra: the roster names an owner who is nobody: ${key}`);
    return { type: 'user', user: person.user };
  };

  const lookUp = (idAt: (index: number) => string) => {
    let indexes: ReadonlyMap<string, number> | undefined;
    return (id: string): number | undefined => {
      indexes ??= new Map(Array.from({ length: apps }, (_, index) => [idAt(index), index]));
      return indexes.get(id.toLowerCase());
    };
  };

  const principalId = (index: number): string => dice.uuid('principal', index);
  const tenantId = dice.uuid('tenant');
  const origin = { dice, epoch, domain: DOMAIN };
  const own = PRINCIPAL_ROSTER.length;
  const principalObjectAt = (index: number): PrincipalObject => {
    const spec = PRINCIPAL_ROSTER[index];
    if (spec !== undefined) return buildPrincipal(origin, tenantId, spec);
    const { name } = specAt(index - own);
    const id = principalId(index - own);
    return { ...buildPrincipal(origin, tenantId, principal(name)), id, appId: appId(dice, index - own) };
  };
  const indexOfObjectId = lookUp((index) => objectId(dice, index));
  const indexOfAppId = lookUp((index) => appId(dice, index));
  const indexOfPrincipalId = lookUp(principalId);
  const principalIndex = (key: string): number | undefined => {
    const wanted = key.toLowerCase();
    const ofApplication = wanted.startsWith('appid=')
      ? indexOfAppId(wanted.slice('appid='.length))
      : indexOfPrincipalId(wanted);
    if (ofApplication !== undefined) return own + ofApplication;
    const found = PRINCIPAL_ROSTER.findIndex(
      (spec, nth) =>
        principalObjectId(origin, spec) === wanted || `appid=${principalObjectAt(nth).appId}` === wanted,
    );
    return found === -1 ? undefined : found;
  };

  return {
    ...options,
    id: tenantId,
    displayName: 'Northwind (DEVL)',
    domain: DOMAIN,
    people,
    groups: groupsOf(DOMAIN, dice, people),
    specAt,
    applicationAt: (index) => buildApplication(origin, index, specAt(index)),
    principalAt: (index) => ({
      id: principalId(index),
      appId: appId(dice, index),
      displayName: specAt(index).name,
      servicePrincipalType: 'Application',
      accountEnabled: true,
    }),
    indexOfObjectId,
    indexOfAppId,
    indexOfPrincipalId,
    domains: tenantDomains(origin),
    partnerFederations: partnerFederations(origin),
    tokenLifetimePolicies: tokenLifetimePolicies(origin),
    principals: own + apps,
    principalObjectAt,
    principalIndex,
    appRolesAssignedTo: (index) => {
      const resource = principalObjectAt(index);
      if (resource.appId !== GRAPH_ID) return [];
      // Nobody beyond the roster has any.
      return Array.from({ length: own + ROSTER.length }, (_, at) => at).flatMap((at) => {
        const roles = PRINCIPAL_ROSTER[at]?.graphRoles ?? specAt(at - own).graphRoles;
        const holder = roles.length === 0 ? undefined : principalObjectAt(at);
        return roles.map((role) => ({
          id: dice.text(
            43,
            'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_',
            'role',
            at,
            role,
          ),
          appRoleId: GRAPH_ROLES[role] ?? dice.uuid('graph role', role),
          principalId: holder?.id ?? '',
          principalDisplayName: holder?.displayName ?? '',
          principalType: 'ServicePrincipal' as const,
          resourceId: resource.id,
          resourceDisplayName: resource.displayName,
        }));
      });
    },
    ownersOfPrincipal: (index) =>
      (PRINCIPAL_ROSTER[index]?.owners ?? specAt(index - own).principalOwners).map(owner),
    provisioningOf: (index) => provisioningJobs(origin, PRINCIPAL_ROSTER[index]),
    ownersAt: (index) => specAt(index).owners.map(owner),
    principalOwnersAt: (index) => specAt(index).principalOwners.map(owner),
    secretAt: (index, wanted) => {
      const nth = specAt(index).credentials.findIndex(
        (credential, at) => credential.kind === 'secret' && keyId(dice, index, at, credential) === wanted,
      );
      return nth === -1 ? undefined : secretValue(dice, index, nth);
    },
    identity,
  };
};
