import type { CryptographyClient } from '@azure/keyvault-keys';
import { fail, ok, type Result } from '../../domain/result.ts';
import { seconds } from '../../domain/time.ts';
import type { SealingFailure } from '../../ports/sealing.ts';
import { vaultFailure } from './vault-failure.ts';

const ALGORITHM = 'RSA-OAEP-256';
const TIMEOUT = seconds(20);

/** Wraps shares by the newest version of the key: a client goes on with the version that it met first, so each is new. */
export const keyVaultShareWrap =
  (newClient: () => Pick<CryptographyClient, 'wrapKey'>) =>
  async (
    share: Uint8Array,
  ): Promise<Result<{ readonly wrapped: Uint8Array; readonly keyId: string }, SealingFailure>> => {
    const wrapped = await attempt(() =>
      newClient().wrapKey(ALGORITHM, share, { abortSignal: AbortSignal.timeout(TIMEOUT) }),
    );
    if (!wrapped.ok) return wrapped;
    const { result, keyID } = wrapped.value;
    // Without the right to read the key the client answers with what it was given, and after a rotation nobody could
    // tell which version opens the link.
    if (keyID === undefined || !/\/keys\/[^/]+\/[^/]+$/.test(keyID))
      return fail({
        code: 'UNAVAILABLE',
        detail: 'The vault does not say which version of the key wrapped.',
      });
    return ok({ wrapped: result, keyId: keyID });
  };

/**
 * Unwraps shares by the key version that wrapped them. That version is read from a row, so it is asked only if it is one
 * of `key`: no row can send us, with our token, to a vault of someone else's.
 */
export const keyVaultShareUnwrap = ({
  key,
  clientFor,
}: {
  /** The key's address without a version: https://{vault}/keys/{name}. */
  readonly key: URL;
  readonly clientFor: (keyId: string) => Pick<CryptographyClient, 'unwrapKey'>;
}) => {
  const clients = new Map<string, Pick<CryptographyClient, 'unwrapKey'>>();
  const clientOf = (keyId: string): Pick<CryptographyClient, 'unwrapKey'> => {
    const client = clients.get(keyId) ?? clientFor(keyId);
    clients.set(keyId, client);
    return client;
  };
  return async ({
    wrapped,
    keyId,
  }: {
    readonly wrapped: Uint8Array;
    readonly keyId: string;
  }): Promise<Result<Uint8Array, SealingFailure>> => {
    if (!isVersionOf(keyId, key)) throw new Error('A share names a key that is not the one of links.');
    const share = await attempt(() =>
      clientOf(keyId).unwrapKey(ALGORITHM, wrapped, { abortSignal: AbortSignal.timeout(TIMEOUT) }),
    );
    return share.ok ? ok(share.value.result) : share;
  };
};

const isVersionOf = (keyId: string, key: URL): boolean => {
  const prefix = key.href.replace(/\/$/, '');
  return (
    keyId === prefix ||
    (keyId.startsWith(`${prefix}/`) && /^[0-9a-zA-Z]{1,64}$/.test(keyId.slice(prefix.length + 1)))
  );
};

const attempt = async <T>(call: () => Promise<T>): Promise<Result<T, SealingFailure>> => {
  try {
    return ok(await call());
  } catch (error) {
    // An SDK error carries its request, and in that the share: it ends here.
    return fail({ code: 'UNAVAILABLE', detail: vaultFailure(error).detail });
  }
};
