import type { JsonWebKey } from 'node:crypto';
import type { KeyClient } from '@azure/keyvault-keys';
import * as z from 'zod';
import { fail, ok, type Result } from '../../domain/result.ts';
import { seconds } from '../../domain/time.ts';
import { vaultFailure } from './vault-failure.ts';

const TIMEOUT = seconds(20);
const base64url = z.instanceof(Uint8Array).transform((bytes) => Buffer.from(bytes).toString('base64url'));
const publicKey = z.object({ kty: z.string(), crv: z.literal('P-256'), x: base64url, y: base64url });

/**
 * The public part of versions of one key. A version is read from a record that someone may have bent, so only versions of
 * `key` are asked for; of others nothing is known.
 */
export const keyVaultCheckpointKeys =
  ({ client, key }: { readonly client: Pick<KeyClient, 'getKey'>; readonly key: URL }) =>
  async (
    keyIds: readonly string[],
  ): Promise<
    Result<Readonly<Record<string, JsonWebKey>>, { readonly code: 'UNAVAILABLE'; readonly detail: string }>
  > => {
    const prefix = `${key.href.replace(/\/$/, '')}/`;
    const name = key.pathname.split('/')[2] ?? '';
    const found: Record<string, JsonWebKey> = {};
    for (const keyId of new Set(keyIds)) {
      const version = keyId.startsWith(prefix) ? keyId.slice(prefix.length) : '';
      if (!/^[0-9a-zA-Z]{1,64}$/.test(version)) continue;
      try {
        const read = await client.getKey(name, { version, abortSignal: AbortSignal.timeout(TIMEOUT) });
        const parsed = publicKey.safeParse(read.key);
        if (parsed.success) found[keyId] = { ...parsed.data, kty: 'EC' };
      } catch (error) {
        const failure = vaultFailure(error);
        if (failure.code !== 'NOT_FOUND') return fail({ code: 'UNAVAILABLE', detail: failure.detail });
      }
    }
    return ok(found);
  };
