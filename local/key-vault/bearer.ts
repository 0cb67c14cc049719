import { type KeyObject, verify } from 'node:crypto';
import type { FindSigningKey } from './signing-keys.ts';
import { VaultError } from './vault-error.ts';

/** Who asks, as far as the token says it. */
export interface Caller {
  readonly applicationId: string;
  readonly objectId: string;
}

/** What a token must be for. */
export interface TokenRules {
  readonly resource: string;
  readonly tenantId: string;
  /** Without it tokens are believed by their claims alone. */
  readonly findKey?: FindSigningKey | undefined;
}

type Part = Readonly<Record<string, unknown>>;

/** The caller behind an Authorization header; refuses with 401 what is missing, expired, forged or meant for another. */
export const authenticate = async (header: string | undefined, rules: TokenRules): Promise<Caller> => {
  const token = /^Bearer (.+)$/i.exec(header ?? '')?.[1];
  if (token === undefined) throw unauthorized('AKV10000: Request is missing a Bearer or PoP token.');

  const { head, claims, signed, signature } = parse(token);
  if (rules.findKey !== undefined) {
    const key = await rules.findKey(String(head['kid']));
    if (key === undefined || !isSignedBy(key, String(head['alg']), signed, signature)) {
      throw unauthorized("The token's signature is not one of this login's.");
    }
  }
  checkClaims(claims, rules);
  return {
    applicationId: text(claims['appid']) ?? text(claims['azp']) ?? '',
    objectId: text(claims['oid']) ?? '',
  };
};

const checkClaims = (claims: Part, { resource, tenantId }: TokenRules): void => {
  const now = Date.now() / 1000;
  if (typeof claims['exp'] !== 'number' || claims['exp'] <= now) throw unauthorized('The token has expired.');
  if (typeof claims['nbf'] === 'number' && claims['nbf'] > now)
    throw unauthorized('The token is not valid yet.');
  const audience = text(claims['aud'])?.replace(/\/$/, '');
  if (audience !== resource) {
    throw unauthorized(`AKV10022: Invalid audience. Expected ${resource}, found: ${audience ?? 'none'}.`);
  }
  const tenant = text(claims['tid']);
  if (tenant !== undefined && tenant !== tenantId) {
    throw unauthorized(`AKV10032: Invalid issuer. Expected tenant ${tenantId}, found ${tenant}.`);
  }
};

const parse = (token: string): { head: Part; claims: Part; signed: string; signature: Buffer } => {
  const [head = '', claims = '', signature = ''] = token.split('.');
  try {
    return {
      head: decode(head),
      claims: decode(claims),
      signed: `${head}.${claims}`,
      signature: Buffer.from(signature, 'base64url'),
    };
  } catch {
    throw unauthorized('The token is not a JSON web token.');
  }
};

const decode = (part: string): Part => {
  const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
  if (typeof value !== 'object' || value === null) throw new TypeError('not an object');
  return value as Part;
};

const isSignedBy = (key: KeyObject, algorithm: string, signed: string, signature: Buffer): boolean => {
  const data = Buffer.from(signed);
  // The key's own type decides, so that a token can't choose a weaker way to be checked.
  if (algorithm === 'RS256' && key.asymmetricKeyType === 'rsa') return verify('sha256', data, key, signature);
  return (
    algorithm === 'ES256' &&
    key.asymmetricKeyType === 'ec' &&
    verify('sha256', data, { key, dsaEncoding: 'ieee-p1363' }, signature)
  );
};

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

const unauthorized = (message: string): VaultError => new VaultError(401, 'Unauthorized', message);
