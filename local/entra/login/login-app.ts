import { Hono } from 'hono';
import { isGraph, isResource } from '../resources.ts';
import type { TokenSubject } from '../tokens.ts';
import { type AssertionChecks, checkAssertion } from './client-assertion.ts';
import { type Refusal, refuse } from './login-error.ts';

/** The login: discovery, keys and the token endpoint for applications. */
export const loginApp = (checks: AssertionChecks): Hono => {
  const { directory, tokens, now } = checks;
  const { tenant } = directory;
  const app = new Hono();
  const isTenant = (name: string) => [tenant.id, tenant.domain].includes(name.toLowerCase());
  const noTenant = (name: string, url: string) =>
    refuse({ code: 90002, about: name }, now(), new URL(url).origin);

  app.get('/common/discovery/instance', (c) => {
    const { origin, host } = new URL(c.req.url);
    return c.json({
      tenant_discovery_endpoint: `${origin}/${tenant.id}/v2.0/.well-known/openid-configuration`,
      'api-version': '1.1',
      metadata: [{ preferred_network: host, preferred_cache: host, aliases: [host] }],
    });
  });

  app.get('/:tenant/v2.0/.well-known/openid-configuration', (c) => {
    if (!isTenant(c.req.param('tenant'))) return noTenant(c.req.param('tenant'), c.req.url);
    return c.json(discovery(new URL(c.req.url).origin, tenant.id));
  });

  app.get('/:tenant/discovery/v2.0/keys', (c) =>
    isTenant(c.req.param('tenant')) ? c.json(tokens.keySet()) : noTenant(c.req.param('tenant'), c.req.url),
  );

  app.post('/:tenant/oauth2/v2.0/token', async (c) => {
    if (!isTenant(c.req.param('tenant'))) return noTenant(c.req.param('tenant'), c.req.url);
    const granted = grant(checks, new URLSearchParams(await c.req.text()));
    if ('code' in granted) return refuse(granted, now(), new URL(c.req.url).origin);
    const { token } = tokens.issue(granted.subject, granted.resource);
    return c.json(
      {
        token_type: 'Bearer',
        expires_in: tokens.lifetimeSeconds,
        ext_expires_in: tokens.lifetimeSeconds,
        access_token: token,
      },
      200,
      { 'cache-control': 'no-store' },
    );
  });

  return app;
};

interface Granted {
  readonly subject: TokenSubject;
  readonly resource: string;
}

const grant = (checks: AssertionChecks, form: URLSearchParams): Granted | Refusal => {
  for (const name of ['grant_type', 'client_id', 'scope']) {
    if (!form.get(name)) return { code: 900144, about: name };
  }
  const grantType = form.get('grant_type') ?? '';
  if (grantType !== 'client_credentials') return { code: 70003, about: grantType };

  const { tenant } = checks.directory;
  const clientId = form.get('client_id') ?? '';
  const index = tenant.indexOfAppId(clientId);
  if (index === undefined) return { code: 700016, about: clientId };
  if (tenant.specAt(index).isDisabled === true) return { code: 7000112, about: clientId };

  const refusal = authenticate(checks, index, clientId, form);
  if (refusal !== undefined) return refusal;

  const scope = form.get('scope') ?? '';
  if (!scope.endsWith('/.default')) return { code: 1002012, about: scope };
  const resource = scope.slice(0, -'/.default'.length);
  if (!isResource(resource)) return { code: 500011, about: resource };

  const roles = isGraph(resource) ? tenant.specAt(index).graphRoles : [];
  const { id: objectId, appId } = tenant.principalAt(index);
  return { subject: { objectId, appId, roles }, resource };
};

const authenticate = (
  checks: AssertionChecks,
  index: number,
  clientId: string,
  form: URLSearchParams,
): Refusal | undefined => {
  const secret = form.get('client_secret');
  if (secret !== null) {
    const verdict = checks.directory.checkSecret(index, secret);
    if (verdict === 'valid') return undefined;
    return { code: verdict === 'expired' ? 7000222 : 7000215, about: clientId };
  }
  const assertion = form.get('client_assertion');
  return assertion === null ? { code: 7000218, about: '' } : checkAssertion(checks, index, assertion);
};

const discovery = (origin: string, tenantId: string) => ({
  token_endpoint: `${origin}/${tenantId}/oauth2/v2.0/token`,
  token_endpoint_auth_methods_supported: ['client_secret_post', 'private_key_jwt'],
  jwks_uri: `${origin}/${tenantId}/discovery/v2.0/keys`,
  response_modes_supported: ['query', 'fragment', 'form_post'],
  subject_types_supported: ['pairwise'],
  id_token_signing_alg_values_supported: ['RS256'],
  response_types_supported: ['code'],
  scopes_supported: ['openid', 'profile', 'email', 'offline_access'],
  issuer: `${origin}/${tenantId}/v2.0`,
  authorization_endpoint: `${origin}/${tenantId}/oauth2/v2.0/authorize`,
  end_session_endpoint: `${origin}/${tenantId}/oauth2/v2.0/logout`,
  tenant_region_scope: 'EU',
});
