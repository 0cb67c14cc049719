import { Hono } from 'hono';
import type { Revocations } from '../stand-in/revocations.ts';
import type { Identity } from './identities.ts';
import { isGraph, isResource } from './resources.ts';
import type { Tokens } from './tokens.ts';

export interface IdentityEndpointOptions {
  readonly identities: readonly Identity[];
  readonly tokens: Tokens;
  /** Application roles that were taken from an identity, by its name. */
  readonly revoked: Revocations;
  /** What the caller must repeat in X-IDENTITY-HEADER: proof that it runs in this app and isn't being tricked. */
  readonly identityHeader: string;
}

/** The endpoint from which an App Service app gets the tokens of its managed identities. */
export const identityEndpoint = ({
  identities,
  tokens,
  revoked,
  identityHeader,
}: IdentityEndpointOptions): Hono => {
  const app = new Hono();
  app.get('/msi/token', (c) => {
    const refuse = (status: 400 | 401, message: string) => c.json({ statusCode: status, message }, status);

    if (c.req.header('x-identity-header') !== identityHeader) {
      return refuse(401, 'The X-IDENTITY-HEADER header is missing or wrong.');
    }
    const version = c.req.query('api-version');
    if (version !== '2019-08-01') return refuse(400, `api-version "${version ?? ''}" is not supported.`);
    const resource = c.req.query('resource');
    if (!resource) return refuse(400, 'The resource parameter is required.');
    if (!isResource(resource)) {
      return refuse(400, `The resource principal named ${resource} was not found in the tenant.`);
    }

    const identity = chosen(
      identities,
      c.req.query('client_id'),
      c.req.query('principal_id') ?? c.req.query('object_id'),
    );
    if (identity === undefined) {
      return refuse(
        400,
        'No User Assigned or Delegated Managed Identity found for specified ClientId/ResourceId/PrincipalId.',
      );
    }
    const { principal } = identity;
    const roles = identity.roles.filter((role) => !revoked.has(identity.name, role));
    const { token, expiresOn } = tokens.issue(
      { objectId: principal.id, appId: principal.appId, roles: isGraph(resource) ? roles : [] },
      resource,
    );
    return c.json({
      access_token: token,
      client_id: principal.appId,
      expires_on: String(expiresOn),
      not_before: String(expiresOn - tokens.lifetimeSeconds),
      resource,
      token_type: 'Bearer',
    });
  });
  return app;
};

/** Without an id the system-assigned identity is meant: here the one that may do all. */
const chosen = (
  identities: readonly Identity[],
  clientId: string | undefined,
  objectId: string | undefined,
): Identity | undefined => {
  if (clientId !== undefined) return identities.find(({ principal }) => principal.appId === clientId);
  if (objectId !== undefined) return identities.find(({ principal }) => principal.id === objectId);
  return identities.find(({ name }) => name === 'all');
};
