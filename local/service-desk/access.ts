import { randomBytes } from 'node:crypto';
import { Hono, type Context } from 'hono';
import { refuse } from './answers.ts';
import type { Memory } from './memory.ts';
import type { DeskSettings } from './settings.ts';

/** Who may call the API. Everyone acts as the integration user. */
export interface Credentials {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly userName: string;
  /** Basic sign-in is off without it. */
  readonly password: string | undefined;
}

/** The door: giving out tokens, and knowing who shows one. */
export interface Access {
  /** `POST /oauth_token.do`. */
  readonly tokens: Hono;
  /** The caller's user name; undefined when it is nobody we know. */
  readonly callerOf: (authorization: string | undefined) => string | undefined;
}

const TOKEN_SECONDS = 1799;

const basic = (authorization: string | undefined): { name: string; secret: string } | undefined => {
  const [, encoded] = /^Basic +(.+)$/i.exec(authorization ?? '') ?? [];
  if (encoded === undefined) return undefined;
  const [name = '', ...secret] = Buffer.from(encoded, 'base64').toString('utf8').split(':');
  return { name, secret: secret.join(':') };
};

/** OAuth and Basic sign-in of the integration user. */
export const access = (
  known: Credentials,
  { state, touch }: Memory,
  settings: DeskSettings,
  now: () => Date,
): Access => {
  // A wrong secret, an unknown client and a grant that is switched off look the same from outside.
  const denied = (c: Context) => c.json({ error_description: 'access_denied', error: 'server_error' }, 401);

  const tokens = new Hono();
  tokens.post('/oauth_token.do', async (c) => {
    const form = await c.req.parseBody();
    const header = basic(c.req.header('authorization'));
    const id = header?.name ?? form['client_id'];
    const secret = header?.secret ?? form['client_secret'];
    const granted = form['grant_type'] === 'client_credentials' && settings.clientCredentials;
    if (!granted || id !== known.clientId || secret !== known.clientSecret) return denied(c);

    const token = randomBytes(48).toString('base64url');
    const at = now().getTime();
    const live = Object.entries(state.tokens).filter(([, endsAt]) => endsAt > at);
    state.tokens = { ...Object.fromEntries(live), [token]: at + TOKEN_SECONDS * 1000 };
    touch();
    return c.json(
      { access_token: token, scope: 'useraccount', token_type: 'Bearer', expires_in: TOKEN_SECONDS },
      200,
      { 'cache-control': 'no-store' },
    );
  });

  return {
    tokens,
    callerOf: (authorization) => {
      const [, token] = /^Bearer +(\S+)$/i.exec(authorization ?? '') ?? [];
      if (token !== undefined) {
        const endsAt = Object.hasOwn(state.tokens, token) ? state.tokens[token] : undefined;
        return endsAt !== undefined && endsAt > now().getTime() ? known.userName : undefined;
      }
      const user = basic(authorization);
      if (user === undefined || known.password === undefined) return undefined;
      return user.name === known.userName && user.secret === known.password ? user.name : undefined;
    },
  };
};

/** The answer to a caller that showed no or no valid credentials. */
export const notAuthenticated = (c: Context): Response => {
  c.header('www-authenticate', 'BASIC realm="Service-now"');
  return refuse(c, 401, 'User Not Authenticated', 'Required to provide Auth information');
};
