import { createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto';
import { get } from 'node:https';
import { VaultError } from './vault-error.ts';

/** Where the login publishes the keys that it signs tokens with. */
export interface JwksSource {
  readonly url: string;
  /** PEM of the authority behind that address; without it Node's own trust decides (NODE_EXTRA_CA_CERTS). */
  readonly ca?: string;
}

/** Finds a signing key by its id; undefined when the login does not know it either. */
export type FindSigningKey = (kid: string) => Promise<KeyObject | undefined>;

/** Keeps the keys it has read; an id that it has not seen makes it read again, since logins roll their keys. */
export const signingKeys = (source: JwksSource): FindSigningKey => {
  let known = new Map<string, KeyObject>();
  return async (kid) => {
    if (!known.has(kid)) known = await readKeys(source);
    return known.get(kid);
  };
};

const readKeys = async (source: JwksSource): Promise<Map<string, KeyObject>> => {
  try {
    const { keys } = JSON.parse(await download(source)) as { keys: (JsonWebKey & { kid: string })[] };
    return new Map(keys.map((key) => [key.kid, createPublicKey({ key, format: 'jwk' })]));
  } catch (error) {
    throw new VaultError(
      503,
      'ServiceUnavailable',
      `The signing keys at ${source.url} can't be read: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
};

const download = ({ url, ca }: JwksSource): Promise<string> =>
  new Promise((resolve, reject) => {
    // Not every resolver knows that names below localhost are this machine.
    const lookup = new URL(url).hostname.endsWith('localhost') ? { lookup: toLoopback } : {};
    get(url, { ...(ca === undefined ? {} : { ca }), ...lookup, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        if (response.statusCode === 200) resolve(Buffer.concat(chunks).toString('utf8'));
        else reject(new Error(`status ${String(response.statusCode)}`));
      });
    }).on('error', reject);
  });

type LookupDone = (
  error: null,
  address: string | { address: string; family: number }[],
  family?: number,
) => void;

const toLoopback = (_name: string, options: { all?: boolean | undefined }, done: LookupDone): void => {
  if (options.all === true) done(null, [{ address: '127.0.0.1', family: 4 }]);
  else done(null, '127.0.0.1', 4);
};
