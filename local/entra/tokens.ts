import { createHash, createPrivateKey, createPublicKey, randomUUID, sign, verify } from 'node:crypto';

/** Who a token is about. */
export interface TokenSubject {
  readonly objectId: string;
  readonly appId: string;
  readonly roles: readonly string[];
}

export interface Claims {
  readonly aud: string;
  readonly iss: string;
  readonly exp: number;
  readonly nbf: number;
  readonly tid: string;
  readonly oid: string;
  readonly sub: string;
  readonly appid: string;
  readonly roles?: readonly string[];
}

export interface Issued {
  readonly token: string;
  /** Seconds since 1970. */
  readonly expiresOn: number;
}

/** Makes access tokens and knows its own again. */
export interface Tokens {
  readonly lifetimeSeconds: number;
  /** By which the published key is found. */
  readonly keyId: string;
  issue(subject: TokenSubject, audience: string): Issued;
  /** The claims of a token that this login signed, whether or not it has expired. */
  read(token: string): Claims | undefined;
  /** The key set that is published, for those who check signatures. */
  keySet(): { readonly keys: readonly object[] };
}

export interface TokensOptions {
  readonly tenantId: string;
  /** PKCS #8, PEM, RSA. */
  readonly signingKey: string;
  readonly lifetimeSeconds: number;
  readonly now: () => number;
}

/**
 * Signs with RS256, as Entra does. Access tokens are of version 1.0, like those that Entra gives for Graph, storage and
 * Key Vault: their issuer is sts.windows.net, and a storage account checks for that.
 */
export const openTokens = ({ tenantId, signingKey, lifetimeSeconds, now }: TokensOptions): Tokens => {
  const privateKey = createPrivateKey(signingKey);
  const publicKey = createPublicKey(privateKey);
  const jwk = publicKey.export({ format: 'jwk' });
  const kid = createHash('sha256').update(JSON.stringify(jwk)).digest('base64url').slice(0, 27);

  return {
    lifetimeSeconds,
    keyId: kid,
    issue: ({ objectId, appId, roles }, audience) => {
      const issuedAt = Math.floor(now() / 1000);
      const expiresOn = issuedAt + lifetimeSeconds;
      const issuer = `https://sts.windows.net/${tenantId}/`;
      const claims: Claims & Record<string, unknown> = {
        aud: audience,
        iss: issuer,
        iat: issuedAt,
        nbf: issuedAt,
        exp: expiresOn,
        appid: appId,
        appidacr: '1',
        idp: issuer,
        idtyp: 'app',
        oid: objectId,
        ...(roles.length > 0 ? { roles } : {}),
        sub: objectId,
        tid: tenantId,
        uti: randomUUID(),
        ver: '1.0',
      };
      const head = encode({ typ: 'JWT', alg: 'RS256', kid });
      const signed = `${head}.${encode(claims)}`;
      const signature = sign('sha256', Buffer.from(signed), privateKey).toString('base64url');
      return { token: `${signed}.${signature}`, expiresOn };
    },
    read: (token) => {
      const [head = '', claims = '', signature = '', ...rest] = token.split('.');
      if (rest.length > 0) return undefined;
      const isOurs = verify(
        'sha256',
        Buffer.from(`${head}.${claims}`),
        publicKey,
        Buffer.from(signature, 'base64url'),
      );
      return isOurs ? (JSON.parse(Buffer.from(claims, 'base64url').toString('utf8')) as Claims) : undefined;
    },
    keySet: () => ({ keys: [{ ...jwk, kid, use: 'sig', alg: 'RS256' }] }),
  };
};

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
