import { GRAPH_ID } from '../resources.ts';
import type { Tokens } from '../tokens.ts';
import { GraphError } from './graph-error.ts';

/** Who asks Graph, from the token. */
export interface Caller {
  readonly objectId: string;
  readonly appId: string;
  readonly roles: readonly string[];
}

/** The caller behind an Authorization header; 401 for a token that is missing, foreign, expired or for another service. */
export const authenticate = (
  header: string | undefined,
  tokens: Tokens,
  graphUrl: string,
  now: number,
): Caller => {
  const token = /^Bearer (.+)$/i.exec(header ?? '')?.[1];
  if (token === undefined) throw unauthenticated('Access token is empty.');
  const claims = tokens.read(token);
  if (claims === undefined) throw unauthenticated('Access token validation failure. Invalid signature.');
  if (![graphUrl, 'https://graph.microsoft.com', GRAPH_ID].includes(claims.aud.replace(/\/$/, ''))) {
    throw unauthenticated('Access token validation failure. Invalid audience.');
  }
  if (claims.exp * 1000 <= now) throw unauthenticated('Lifetime validation failed, the token is expired.');
  return { objectId: claims.oid, appId: claims.appid, roles: claims.roles ?? [] };
};

const unauthenticated = (message: string): GraphError =>
  new GraphError(401, 'InvalidAuthenticationToken', message, {
    'www-authenticate':
      'Bearer realm="", authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize"',
  });

const READ_APPLICATIONS = [
  'Application.Read.All',
  'Application.ReadWrite.OwnedBy',
  'Application.ReadWrite.All',
  'Directory.Read.All',
];
const READ_USERS_FULLY = ['User.Read.All', 'Directory.Read.All'];
const READ_USERS = [...READ_USERS_FULLY, 'User.ReadBasic.All'];
const READ_GROUPS = ['GroupMember.Read.All', 'Group.Read.All', 'Directory.Read.All'];
const READ_AUDIT_LOG = ['AuditLog.Read.All'];
const READ_ORGANIZATION = ['Organization.Read.All', 'Directory.Read.All'];

const has = (caller: Caller, roles: readonly string[]): boolean =>
  roles.some((role) => caller.roles.includes(role));

const demand = (isAllowed: boolean): void => {
  if (isAllowed) return;
  throw new GraphError(
    403,
    'Authorization_RequestDenied',
    'Insufficient privileges to complete the operation.',
  );
};

/** 403 for a caller that may not read applications. */
export const demandReadApplications = (caller: Caller): void => demand(has(caller, READ_APPLICATIONS));

/** 403 for a caller that may not read this application; each may read itself. */
export const demandReadApplication = (caller: Caller, appId: string | undefined): void =>
  demand(has(caller, READ_APPLICATIONS) || caller.appId === appId);

/** 403 for a caller that may not change it. `isOwner` says whether the caller's service principal owns the application: `OwnedBy` reaches only those. */
export const demandWriteApplication = (caller: Caller, isOwner: boolean): void =>
  demand(
    has(caller, ['Application.ReadWrite.All']) || (has(caller, ['Application.ReadWrite.OwnedBy']) && isOwner),
  );

/** 403 for a caller that may not read people. */
export const demandReadUsers = (caller: Caller): void => demand(has(caller, READ_USERS));
/** 403 for a caller that may not read who is whose manager. */
export const demandReadManagers = (caller: Caller): void => demand(has(caller, READ_USERS_FULLY));
/** 403 for a caller that may not read groups and who is in them. */
export const demandReadGroups = (caller: Caller): void => demand(has(caller, READ_GROUPS));
/** 403 for a caller that may not read who signed in. */
export const demandReadAuditLog = (caller: Caller): void => demand(has(caller, READ_AUDIT_LOG));
/** 403 for a caller that may not read the organisation itself. */
export const demandReadOrganization = (caller: Caller): void => demand(has(caller, READ_ORGANIZATION));

/** Which part of the management of devices it is. */
export type DeviceRight = 'Configuration' | 'ServiceConfig';

/** 403 for a caller that may not read this part of the management of devices, as for a tenant without a licence for it. */
export const demandReadDevices = (caller: Caller, right: DeviceRight): void =>
  demand(has(caller, [`DeviceManagement${right}.Read.All`, `DeviceManagement${right}.ReadWrite.All`]));

/** How much of a person the caller sees: without any right an owner list still shows that there is someone. */
export const sightOfUsers = (caller: Caller): 'full' | 'basic' | 'none' =>
  has(caller, READ_USERS_FULLY) ? 'full' : has(caller, READ_USERS) ? 'basic' : 'none';

/** 403 for a caller that has none of these roles. */
export const demandRole = (caller: Caller, roles: readonly string[]): void => demand(has(caller, roles));
