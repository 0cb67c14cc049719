import * as z from 'zod';
import { type Digest, fingerprint } from '../../domain/ids.ts';
import type {
  ProviderAddresses,
  ProviderCheck,
  ProviderFinding,
  ProviderTrouble,
  ShownKey,
} from '../../domain/openid-provider.ts';
import { fail, ok, type Result } from '../../domain/result.ts';
import type { Instant } from '../../domain/time.ts';
import type { Outside } from '../../ports/outside.ts';
import { readCertificate } from './certificate.ts';

/** What is checked here is always of this type; a log that holds others beside it tells them by it. */
const CREDENTIAL_TYPE = 'OpenID Connect';
const WELL_KNOWN = '/.well-known/openid-configuration';
const MOST_KEYS = 100;

const discovery = z.object({ issuer: z.string().max(2000), jwks_uri: z.string().max(2000) });
const key = z.object({
  kid: z.string().min(1).max(500).optional(),
  x5c: z.array(z.string()).optional(),
  use: z.string().optional(),
});
const keySet = z.object({ keys: z.array(z.unknown()).min(1).max(MOST_KEYS) });

interface Looked {
  readonly keys: readonly ShownKey[];
  readonly address: string;
  /** It answers, and calls itself otherwise than it should. */
  readonly mismatch: string | undefined;
}

interface NotSeen {
  readonly detail: string;
  readonly address: string;
  readonly isClosed: boolean;
}

/** A finding, and whether it wants a sign-in of us. */
export interface CheckedProvider extends ProviderFinding {
  readonly isClosed: boolean;
}

/** Loads a provider's discovery document and its keys, compares, and says what was found. */
export const checkProvider = async (
  addresses: ProviderAddresses,
  {
    outside,
    digest,
    now,
  }: { readonly outside: Outside; readonly digest: Digest; readonly now: () => Instant },
): Promise<CheckedProvider> => {
  const looked = await look(addresses, outside, digest);
  const check = (rest: Pick<ProviderCheck, 'resultRedirection' | 'result' | 'message'>): ProviderCheck => ({
    at: now(),
    credentialType: CREDENTIAL_TYPE,
    ...rest,
  });
  if (!looked.ok) {
    const { detail, address, isClosed } = looked.failure;
    const trouble: ProviderTrouble = { what: 'unreachable', detail };
    return {
      check: check({ resultRedirection: address, result: 'failure', message: detail }),
      keys: undefined,
      trouble,
      isClosed,
    };
  }
  const { keys, address, mismatch } = looked.value;
  return {
    check: check({
      resultRedirection: address,
      result: mismatch === undefined ? 'success' : 'failure',
      message: mismatch ?? `It answers, and shows ${keys.length} ${keys.length === 1 ? 'key' : 'keys'}.`,
    }),
    keys,
    trouble: mismatch === undefined ? undefined : { what: 'issuer-mismatch', detail: mismatch },
    isClosed: false,
  };
};

const look = async (
  addresses: ProviderAddresses,
  outside: Outside,
  digest: Digest,
): Promise<Result<Looked, NotSeen>> => {
  if (addresses.kind === 'by-hand') {
    const keys = await keysAt(addresses.keys, outside, digest);
    return keys.ok ? ok({ ...keys.value, mismatch: undefined }) : keys;
  }
  const document = await jsonAt(addresses.url, outside, discovery, 'a discovery document');
  if (!document.ok) return document;
  const { issuer, jwks_uri: keysUrl } = document.value.json;
  const keys = await keysAt(keysUrl, outside, digest);
  if (!keys.ok) return keys;
  const expected = addresses.issuer ?? issuerByAddress(addresses.url);
  const mismatch =
    expected === undefined || expected === issuer
      ? undefined
      : `It calls itself ${JSON.stringify(issuer.slice(0, 200))}, and should be ${JSON.stringify(expected)}.`;
  return ok({ keys: keys.value.keys, address: document.value.address, mismatch });
};

/** OpenID Connect Discovery 1.0: the issuer is what stands before the well-known path. */
const issuerByAddress = (url: string): string | undefined =>
  url.endsWith(WELL_KNOWN) ? url.slice(0, -WELL_KNOWN.length) : undefined;

const keysAt = async (
  url: string,
  outside: Outside,
  digest: Digest,
): Promise<Result<{ readonly keys: readonly ShownKey[]; readonly address: string }, NotSeen>> => {
  const set = await jsonAt(url, outside, keySet, 'a key set');
  if (!set.ok) return set;
  const keys = new Map<string, ShownKey>();
  for (const entry of set.value.json.keys) {
    const shown = shownKey(entry, digest);
    if (shown !== undefined && !keys.has(shown.keyId)) keys.set(shown.keyId, shown);
  }
  return ok({ keys: [...keys.values()], address: set.value.address });
};

/** Keys for anything but signatures say nothing of tokens. A certificate that can't be read leaves a key without one. */
const shownKey = (entry: unknown, digest: Digest): ShownKey | undefined => {
  const parsed = key.safeParse(entry);
  if (!parsed.success || (parsed.data.use ?? 'sig') !== 'sig') return undefined;
  const { kid, x5c } = parsed.data;
  const read = x5c?.[0] === undefined ? undefined : readCertificate(x5c[0]);
  return {
    keyId: kid ?? read?.thumbprint ?? fingerprint(digest, JSON.stringify(entry)),
    certificate: read && {
      thumbprint: read.thumbprint,
      name: read.name,
      startsAt: read.startsAt,
      expiresAt: read.expiresAt,
    },
  };
};

const jsonAt = async <Schema extends z.ZodType>(
  url: string,
  outside: Outside,
  schema: Schema,
  what: string,
): Promise<Result<{ readonly json: z.output<Schema>; readonly address: string }, NotSeen>> => {
  const got = await outside.get(url, 'application/json');
  if (!got.ok) {
    const { code, detail, address } = got.failure;
    return fail({ detail, address, isClosed: code === 'CLOSED' });
  }
  const { text, address } = got.value;
  const parsed = schema.safeParse(json(text));
  return parsed.success
    ? ok({ json: parsed.data, address })
    : fail({ detail: `${address}: Its answer is not ${what}.`, address, isClosed: false });
};

const json = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
