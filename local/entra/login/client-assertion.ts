import { constants, createHash, verify, X509Certificate } from 'node:crypto';
import type { Directory } from '../directory.ts';
import type { Identity } from '../identities.ts';
import type { Tokens } from '../tokens.ts';
import type { Refusal } from './login-error.ts';

export interface AssertionChecks {
  readonly directory: Directory;
  readonly identities: readonly Identity[];
  readonly tokens: Tokens;
  readonly now: () => number;
}

const TOKEN_EXCHANGE = 'api://AzureADTokenExchange';

/**
 * Whether `assertion` proves to be the application at `index`: either a managed identity's token that the application
 * trusts, or a statement signed with the key of a certificate that the application holds now.
 */
export const checkAssertion = (
  checks: AssertionChecks,
  index: number,
  assertion: string,
): Refusal | undefined => {
  const parsed = parse(assertion);
  if (parsed === undefined) return { code: 50027, about: '' };
  const now = checks.now() / 1000;
  const { exp, nbf } = parsed.claims;
  if (typeof exp !== 'number' || exp <= now || (typeof nbf === 'number' && nbf > now + SKEW_SECONDS)) {
    return { code: 700024, about: '' };
  }
  return 'x5t' in parsed.head || 'x5t#S256' in parsed.head
    ? checkCertificate(checks, index, parsed)
    : checkFederated(checks, index, assertion);
};

const SKEW_SECONDS = 300;

const checkFederated = (
  { directory, identities, tokens }: AssertionChecks,
  index: number,
  assertion: string,
): Refusal | undefined => {
  const claims = tokens.read(assertion);
  const { trustsIdentities, name } = directory.tenant.specAt(index);
  const isTrusted =
    trustsIdentities &&
    claims?.aud === TOKEN_EXCHANGE &&
    identities.some(({ principal }) => principal.id === claims.oid);
  return isTrusted ? undefined : { code: 70021, about: name };
};

const checkCertificate = (
  { directory, now }: AssertionChecks,
  index: number,
  { head, claims, signed, signature }: Parsed,
): Refusal | undefined => {
  const application = directory.read(index);
  if (claims['iss'] !== application.appId || claims['sub'] !== application.appId) {
    return { code: 700027, about: 'The issuer is not the application.' };
  }
  const held = application.keyCredentials.find(({ key, usage, type }) => {
    if (key === null || usage !== 'Verify' || type !== 'AsymmetricX509Cert') return false;
    const der = Buffer.from(key, 'base64');
    const digest = (algorithm: string) => createHash(algorithm).update(der).digest('base64url');
    return head['x5t#S256'] === digest('sha256') || head['x5t'] === digest('sha1');
  });
  if (held === undefined || held.key === null) return { code: 700027, about: 'The key was not found.' };
  if (Date.parse(held.endDateTime ?? '') <= now()) return { code: 700027, about: 'The key used is expired.' };

  const { publicKey } = new X509Certificate(Buffer.from(held.key, 'base64'));
  const isSigned = verify(
    'sha256',
    Buffer.from(signed),
    head['alg'] === 'PS256'
      ? { key: publicKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 }
      : { key: publicKey, dsaEncoding: 'ieee-p1363' },
    signature,
  );
  if (!isSigned) return { code: 700027, about: 'Client assertion failed signature validation.' };
  directory.noteUse(index, held.keyId);
  return undefined;
};

interface Parsed {
  readonly head: Readonly<Record<string, unknown>>;
  readonly claims: Readonly<Record<string, unknown>> & { readonly exp?: unknown; readonly nbf?: unknown };
  readonly signed: string;
  readonly signature: Buffer;
}

const parse = (token: string): Parsed | undefined => {
  const [head = '', claims = '', signature = ''] = token.split('.');
  try {
    return {
      head: decode(head),
      claims: decode(claims),
      signed: `${head}.${claims}`,
      signature: Buffer.from(signature, 'base64url'),
    };
  } catch {
    return undefined;
  }
};

const decode = (part: string): Readonly<Record<string, unknown>> => {
  const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
  if (typeof value !== 'object' || value === null) throw new TypeError('not an object');
  return value as Readonly<Record<string, unknown>>;
};
