import { createHash, randomBytes } from 'node:crypto';
import { type Context, Hono } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import type { Identity } from '../identities.ts';
import type { Person } from '../tenant/people.ts';
import type { Tenant } from '../tenant/tenant.ts';
import type { Tokens } from '../tokens.ts';
import { type Asked, backTo, isHere, personNamed, readAsked } from './authorize.ts';
import { isAuthentic, type SignInClients } from './clients.ts';
import { idTokens } from './id-token.ts';
import { signInPage } from './page.ts';
import type { Scripts, SignInScript } from './script.ts';

export interface SignInOptions {
  readonly tenant: Tenant;
  readonly identities: readonly Identity[];
  readonly tokens: Tokens;
  /** PKCS #8, PEM. */
  readonly signingKey: string;
  readonly clients: SignInClients;
  readonly scripts: Scripts;
  readonly now: () => number;
}

/** What a code stands for. */
interface Granted extends Asked {
  readonly person: Person;
  readonly authenticatedAt: number;
  readonly script: SignInScript;
  readonly until: number;
}

const CODE_MS = 60_000;
const COOKIE = 'signed-in';

/** The code flow of people: OpenID Connect with PKCE, as Entra's v2.0 endpoints have it. */
export const signInApp = (options: SignInOptions): Hono => {
  const { tenant, tokens, clients, scripts, now } = options;
  const codes = new Map<string, Granted>();
  const idToken = idTokens(options.signingKey, tokens, now);
  const app = new Hono();
  const isAudience = (name: string) =>
    ['organizations', 'common', tenant.id, tenant.domain].includes(name.toLowerCase());

  app.get('/:audience{organizations|common}/v2.0/.well-known/openid-configuration', (c) =>
    c.json(discovery(new URL(c.req.url).origin, c.req.param('audience'))),
  );
  app.get('/:audience{organizations|common}/discovery/v2.0/keys', (c) => c.json(tokens.keySet()));

  app.on(['GET', 'POST'], '/:tenant/oauth2/v2.0/authorize', async (c) => {
    if (!isAudience(c.req.param('tenant'))) return c.text('AADSTS90002: Tenant not found.', 400);
    const asked = readAsked(new URL(c.req.url).searchParams, clients);
    if ('code' in asked) return c.text(`AADSTS${String(asked.code)}: ${asked.text}`, 400);
    if (asked.isSilent) return c.redirect(backTo(asked, { error: 'login_required' }));
    const form = c.req.method === 'POST' ? new URLSearchParams(await c.req.text()) : undefined;
    const script = form === undefined && !scripts.isScripted() ? {} : scripts.next();
    if (form?.get('cancel') === '1' || script.denied === true)
      return c.redirect(backTo(asked, { error: 'access_denied', error_description: 'AADSTS65004' }));
    const name = script.as ?? form?.get('person') ?? undefined;
    if (name === undefined) return c.html(signInPage(tenant.people, tenant.displayName, asked.hint));
    return signedIn(c, asked, personNamed(tenant.people, name), script);
  });

  const signedIn = (c: Context, asked: Asked, person: Person | undefined, script: SignInScript) => {
    if (person === undefined) return c.text('AADSTS50034: The user account does not exist.', 400);
    if (!person.user.accountEnabled) return c.text('AADSTS50057: The user account is disabled.', 400);
    const [id, at] = (getCookie(c, COOKIE) ?? '').split('|');
    // Whoever is signed in here already is not asked again, and did not show anew who they are.
    const isKnown = !asked.isFresh && id === person.user.id && /^\d+$/.test(at ?? '');
    const authenticatedAt = isKnown ? Number(at) : Math.floor(now() / 1000);
    setCookie(c, COOKIE, `${person.user.id}|${String(authenticatedAt)}`, {
      httpOnly: true,
      secure: true,
      sameSite: 'None',
      path: '/',
    });
    const code = randomBytes(32).toString('base64url');
    codes.set(code, { ...asked, person, authenticatedAt, script, until: now() + CODE_MS });
    return c.redirect(backTo(asked, { code, session_state: randomBytes(8).toString('hex') }));
  };

  app.post('/:tenant/oauth2/v2.0/token', async (c, next) => {
    const form = new URLSearchParams(await c.req.text());
    if (form.get('grant_type') !== 'authorization_code') return next();
    const refuse = (error: string, code: number) =>
      c.json({ error, error_description: `AADSTS${String(code)}`, error_codes: [code] }, 400);
    const client = clients.find(form.get('client_id') ?? '');
    if (client === undefined) return refuse('unauthorized_client', 700016);
    if (!isAuthentic(client, form, options)) return refuse('invalid_client', 700027);
    const granted = codes.get(form.get('code') ?? '');
    codes.delete(form.get('code') ?? '');
    if (granted === undefined || granted.until <= now()) return refuse('invalid_grant', 70008);
    const verifier = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url');
    if (granted.clientId !== client.clientId || granted.redirectUri !== form.get('redirect_uri'))
      return refuse('invalid_grant', 70000);
    if (verifier !== granted.challenge) return refuse('invalid_grant', 501481);
    return c.json(
      {
        token_type: 'Bearer',
        scope: 'openid profile',
        expires_in: tokens.lifetimeSeconds,
        access_token: randomBytes(32).toString('base64url'),
        id_token: await idToken({
          ...granted,
          user: granted.person.user,
          tenantId: tenant.id,
          origin: new URL(c.req.url).origin,
        }),
      },
      200,
      { 'cache-control': 'no-store' },
    );
  });

  app.get('/:tenant/oauth2/v2.0/logout', (c) => {
    setCookie(c, COOKIE, '', { maxAge: 0, path: '/', secure: true });
    const back = c.req.query('post_logout_redirect_uri') ?? '';
    return isHere(back) ? c.redirect(back) : c.text('You signed out.');
  });

  return app;
};

/** The issuer is a template: each tenant signs for itself. */
const discovery = (origin: string, audience: string) => ({
  token_endpoint: `${origin}/${audience}/oauth2/v2.0/token`,
  token_endpoint_auth_methods_supported: ['client_secret_post', 'private_key_jwt', 'none'],
  jwks_uri: `${origin}/${audience}/discovery/v2.0/keys`,
  response_modes_supported: ['query'],
  subject_types_supported: ['pairwise'],
  id_token_signing_alg_values_supported: ['RS256'],
  response_types_supported: ['code'],
  scopes_supported: ['openid', 'profile', 'email', 'offline_access'],
  issuer: `${origin}/{tenantid}/v2.0`,
  authorization_endpoint: `${origin}/${audience}/oauth2/v2.0/authorize`,
  end_session_endpoint: `${origin}/${audience}/oauth2/v2.0/logout`,
  code_challenge_methods_supported: ['S256'],
  tenant_region_scope: null,
});
