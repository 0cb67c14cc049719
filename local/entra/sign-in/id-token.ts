import { createHash, createPrivateKey, generateKeyPairSync, randomUUID } from 'node:crypto';
import { SignJWT } from 'jose';
import type { User } from '../tenant/graph-types.ts';
import type { Tokens } from '../tokens.ts';
import type { SignInScript } from './script.ts';

export interface IdTokenFacts {
  readonly clientId: string;
  readonly origin: string;
  readonly tenantId: string;
  readonly user: User;
  readonly nonce: string;
  /** Seconds since 1970. */
  readonly authenticatedAt: number;
  readonly script: SignInScript;
}

const HOUR = 3600;

/** Makes ID tokens of version 2.0 as Entra does: `auth_time` and `acct` are there because the client asks for them. */
export const idTokens = (signingKey: string, tokens: Tokens, now: () => number) => {
  const key = createPrivateKey(signingKey);
  const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
  const [published] = tokens.keySet().keys as readonly { readonly kid?: string }[];

  return async ({ clientId, origin, tenantId, user, script, ...facts }: IdTokenFacts): Promise<string> => {
    const issuedAt = Math.floor(now() / 1000) - (script.expired === true ? 2 * HOUR : 0);
    const tid = script.tenant ?? tenantId;
    const ago = script.authenticatedAgo;
    const authTime = ago === undefined || ago === null ? facts.authenticatedAt : issuedAt - ago;
    const isGuest = user.userType === 'Guest';
    const claims = {
      aud: script.audience ?? clientId,
      iss: script.issuer ?? `${origin}/${tid}/v2.0`,
      iat: issuedAt,
      nbf: issuedAt,
      exp: issuedAt + HOUR,
      acct: isGuest ? 1 : 0,
      ...(ago === null ? {} : { auth_time: authTime }),
      ...(isGuest ? { idp: `https://sts.windows.net/${PARTNER}/` } : {}),
      name: user.displayName,
      nonce: script.nonce ?? facts.nonce,
      oid: user.id,
      preferred_username: user.userPrincipalName,
      ...(script.roles === undefined ? {} : { roles: script.roles }),
      sub: createHash('sha256').update(`${clientId}|${user.id}`).digest('base64url'),
      tid,
      uti: randomUUID(),
      ver: '2.0',
    };
    return new SignJWT(claims)
      .setProtectedHeader({ typ: 'JWT', alg: 'RS256', kid: published?.kid ?? '' })
      .sign(script.forged === true ? stranger : key);
  };
};

/** The tenant that guests come from. */
const PARTNER = 'c0a80101-0000-4000-8000-00000000c0de';
