import { createPrivateKey, randomUUID, sign } from 'node:crypto';
import { Hono } from 'hono';
import { API_CLIENT, API_CLIENT_ID, API_ROLES } from './api-roles.ts';
import type { Tenant } from './tenant/tenant.ts';

interface ApiTokensOptions {
  readonly tenant: Tenant;
  /** PKCS #8, PEM, RSA: the login's own. */
  readonly signingKey: string;
  readonly keyId: string;
  readonly lifetimeSeconds: number;
  readonly now: () => number;
  /** Known once the login is up. */
  readonly loginUrl: () => string;
}

/**
 * `GET /_tenant/token?person=adaeze.okafor` gives an access token (version 2.0) for the API of the monitor, as a person
 * gets one with `az account get-access-token`: for testers, in place of signing in. `roles=Reader,Operator` says other
 * roles than those that were assigned, `audience`, `tenant` and `expired=1` spoil it, `application=1` is a program's own. `signedInAgo` says
 * how many seconds ago the person signed in (0 if not said), or `never` that the token does not tell.
 */
export const apiTokens = (options: ApiTokensOptions): Hono => {
  const { tenant, keyId, lifetimeSeconds, now, loginUrl } = options;
  const privateKey = createPrivateKey(options.signingKey);
  const signed = (claims: object): string => {
    const text = `${encode({ typ: 'JWT', alg: 'RS256', kid: keyId })}.${encode(claims)}`;
    return `${text}.${sign('sha256', Buffer.from(text), privateKey).toString('base64url')}`;
  };

  const app = new Hono();
  app.get('/_tenant/token', (c) => {
    const key = (c.req.query('person') ?? '').split('@')[0];
    const person = tenant.people.find((known) => known.key === key);
    if (person === undefined) return c.json({ error: 'Say person=, one of /_tenant.' }, 404);
    const issuedAt = Math.floor(now() / 1000) - (c.req.query('expired') === '1' ? 2 * lifetimeSeconds : 0);
    const tenantId = c.req.query('tenant') ?? tenant.id;
    const roles = c.req.query('roles')?.split(',') ?? API_ROLES[person.key] ?? [];
    const isApplication = c.req.query('application') === '1';
    const ago = c.req.query('signedInAgo') ?? '0';
    const token = signed({
      aud: c.req.query('audience') ?? API_CLIENT_ID,
      iss: `${loginUrl()}/${tenantId}/v2.0`,
      iat: issuedAt,
      nbf: issuedAt,
      exp: issuedAt + lifetimeSeconds,
      azp: API_CLIENT,
      azpacr: '0',
      name: person.user.displayName,
      oid: person.user.id,
      preferred_username: person.user.userPrincipalName,
      ...(roles.length === 0 ? {} : { roles }),
      ...(isApplication || ago === 'never' ? {} : { auth_time: Math.floor(now() / 1000) - Number(ago) }),
      ...(isApplication ? { idtyp: 'app' } : { scp: 'access_as_user' }),
      sub: person.user.id,
      tid: tenantId,
      uti: randomUUID(),
      ver: '2.0',
    });
    return c.text(token, 200, { 'cache-control': 'no-store' });
  });
  return app;
};

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
