import type { TokenCredential } from '@azure/identity';
import {
  attempt,
  type Finding,
  findingOf,
  headersOf,
  GRANTED,
  MISSING,
  type Need,
  PATIENCE_MS,
  unknown,
} from './need.ts';
import { without } from './without.ts';

interface Vaults {
  readonly credential: (vault: URL) => TokenCredential;
  /** Vaults that are watched. */
  readonly watched: readonly URL[];
  /** Vaults that new secrets are put into. */
  readonly deposits: readonly { readonly vault: URL; readonly credential: TokenCredential }[];
  /** Vaults in which new versions are made. */
  readonly versions: readonly { readonly vault: URL; readonly credential: TokenCredential }[];
  /** The key that wraps shares of links, without a version; undefined for a role that has none. */
  readonly wrapKey: URL | undefined;
  /** The key that signs the record, without a version; undefined for a role that does not sign. */
  readonly auditKey: URL | undefined;
  readonly rights: Readonly<Record<string, readonly string[]>>;
}

const VERSION = 'api-version=7.4';
/** A name that nobody has: being told so takes the right to ask. */
const NOTHING = 'expiry-monitor-preflight';

/** The request that asks for one right, and the answers that only someone gets who has it. */
const REQUESTS: Readonly<Record<string, (place: URL) => readonly [string, RequestInit, readonly number[]]>> =
  {
    'certificates/list': (vault) => [`${vault.origin}/certificates?maxresults=1&${VERSION}`, {}, [200]],
    // Without a policy nothing is asked for: the vault says so only to someone who may.
    'certificates/create': (vault) => [
      `${vault.origin}/certificates/${NOTHING}/create?${VERSION}`,
      NO_POLICY,
      [400],
    ],
    'certificates/get': (vault) => [`${vault.origin}/certificates/${NOTHING}/?${VERSION}`, {}, [404]],
    'secrets/list': (vault) => [`${vault.origin}/secrets?maxresults=1&${VERSION}`, {}, [200]],
    // Without a value nothing is set: the vault says so only to someone who may.
    'secrets/set': (vault) => [`${vault.origin}/secrets/${NOTHING}?${VERSION}`, NO_VALUE, [400]],
    'keys/list': (vault) => [`${vault.origin}/keys?maxresults=1&${VERSION}`, {}, [200]],
    'keys/getRotationPolicy': (vault) => [
      `${vault.origin}/keys/${NOTHING}/rotationpolicy?${VERSION}`,
      {},
      [404],
    ],
    // Of a key that is not there: nothing is rotated.
    'keys/rotate': (vault) => [
      `${vault.origin}/keys/${NOTHING}/rotate?${VERSION}`,
      { method: 'POST' },
      [404],
    ],
    'keys/get': (key) => [`${key.href}?${VERSION}`, {}, [200]],
    // Over a digest of no entry of ours, and forgotten.
    'keys/sign': (key) => [`${key.href}/sign?${VERSION}`, DIGEST, [200]],
    'keys/wrapKey': (key) => [`${key.href}/wrapkey?${VERSION}`, rsa(32), [200]],
    // Wrapped by nobody: the vault says so only to someone who may unwrap.
    'keys/unwrapKey': (key) => [`${key.href}/unwrapkey?${VERSION}`, rsa(256), [200, 400]],
  };

const rsa = (bytes: number): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ alg: 'RSA-OAEP-256', value: Buffer.alloc(bytes, 1).toString('base64url') }),
});

const NO_VALUE: RequestInit = {
  method: 'PUT',
  headers: { 'content-type': 'application/json' },
  body: '{}',
};

const NO_POLICY: RequestInit = {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: '{"policy":{"x509_props":{"subject":"","validity_months":-1}}}',
};

const DIGEST: RequestInit = {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ alg: 'ES256', value: Buffer.alloc(32, 1).toString('base64url') }),
};

/** Operations that preflight knows how to look for. */
export const KNOWN_OPERATIONS: readonly string[] = Object.keys(REQUESTS);

export const vaultNeeds = ({
  credential,
  watched,
  deposits,
  versions,
  wrapKey,
  auditKey,
  rights,
}: Vaults): readonly Need[] => [
  ...deposits.flatMap(({ vault, credential: ours }) =>
    (rights['deposit'] ?? []).map((operation) => needOf('deposit', operation, vault, ours)),
  ),
  ...versions.flatMap(({ vault, credential: ours }) =>
    (rights['version'] ?? []).map((operation) => needOf('version', operation, vault, ours)),
  ),
  ...watched.flatMap((vault) =>
    (rights['watched'] ?? []).map((operation) => needOf('watched', operation, vault, credential(vault))),
  ),
  ...(rights['product'] ?? []).flatMap((operation) => {
    const key = operation === 'keys/sign' ? auditKey : wrapKey;
    return key === undefined ? [] : [needOf('product', operation, key, credential(key))];
  }),
];

const needOf = (vault: string, operation: string, place: URL, credential: TokenCredential): Need => ({
  right: `${operation} in the ${vault} vault ${place.hostname}`,
  without: without(`${vault} ${operation}`),
  probe: () => attempt(() => look(operation, place, credential)),
});

const look = async (operation: string, place: URL, credential: TokenCredential): Promise<Finding> => {
  const request = REQUESTS[operation]?.(place);
  if (request === undefined) return unknown('preflight does not know how to look for it');
  const [url, init, allowed] = request;
  const scope = await scopeOf(place);
  const token = await credential.getToken(scope);
  const answer = await fetch(url, {
    ...init,
    redirect: 'error',
    signal: AbortSignal.timeout(PATIENCE_MS),
    headers: { ...headersOf(init), authorization: `Bearer ${token?.token ?? ''}` },
  });
  const { error } = (await answer.json()) as {
    readonly error?: { readonly innererror?: { readonly code?: string } };
  };
  const reason = error?.innererror?.code ?? '';
  // A firewall is no right that is missing: the app may stand where this machine does not.
  if (answer.status === 403 && /Connection|Firewall|Network/i.test(reason))
    return unknown(`the vault's firewall refuses this place (${reason})`);
  return answer.status === 403
    ? MISSING
    : answer.status === 200
      ? GRANTED
      : findingOf(answer.status, allowed);
};

/** What the vault wants tokens for. Its word is taken only for a domain above its own: our token goes there. */
const scopeOf = async (place: URL): Promise<string> => {
  const url = `${place.origin}/certificates?maxresults=1&${VERSION}`;
  const answer = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(PATIENCE_MS) });
  await answer.body?.cancel();
  const [, resource = ''] =
    /resource="(https:\/\/[^"]+)"/.exec(answer.headers.get('www-authenticate') ?? '') ?? [];
  if (!URL.canParse(resource) || !place.hostname.endsWith(`.${new URL(resource).hostname}`))
    throw new Error(`${place.hostname} does not say what tokens it takes`);
  return `${resource}/.default`;
};
