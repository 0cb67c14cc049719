import { createCipheriv, createHash, randomBytes } from 'node:crypto';
import type { LinkId } from '../../domain/ids.ts';
import { ok, type Result } from '../../domain/result.ts';
import type { Sealer, SealingFailure } from '../../ports/sealing.ts';
import { KEY_BYTES, proofOf, sealingKey } from './link-keys.ts';

/** Puts our share under a key that only the side that opens may use. */
export type WrapShare = (
  share: Uint8Array,
) => Promise<Result<{ readonly wrapped: Uint8Array; readonly keyId: string }, SealingFailure>>;

const IV_BYTES = 12;

/**
 * Seals values with AES-256-GCM.
 *
 * Invariant: the link's key leaves only in the answer, our share only wrapped; the key is new for every value, so no
 * encryption key is ever used twice. `bytes` is there so that a known answer can be checked.
 */
export const sealer = ({
  wrap,
  bytes = randomBytes,
}: {
  readonly wrap: WrapShare;
  readonly bytes?: (count: number) => Uint8Array;
}): Sealer => ({
  keyOf: (linkId) => {
    const linkKey = bytes(KEY_BYTES);
    return { linkKey: base64url(linkKey), verifier: verifierOf(linkKey, linkId) };
  },
  ready: async () => {
    const share = bytes(KEY_BYTES);
    const wrapped = await wrap(share);
    if (!wrapped.ok) return wrapped;
    return ok((linkId, value, boundTo) => {
      const linkKey = bytes(KEY_BYTES);
      const iv = bytes(IV_BYTES);
      const cipher = createCipheriv('aes-256-gcm', sealingKey(linkKey, share, linkId), iv);
      cipher.setAAD(Buffer.from(boundTo, 'utf8'));
      // The tag comes last, as WebCrypto has it.
      const ciphertext = Buffer.concat([cipher.update(value, 'utf8'), cipher.final(), cipher.getAuthTag()]);
      return {
        linkKey: base64url(linkKey),
        verifier: verifierOf(linkKey, linkId),
        secret: {
          ciphertext: base64url(ciphertext),
          iv: base64url(iv),
          wrappedShare: base64url(wrapped.value.wrapped),
          wrapKeyId: wrapped.value.keyId,
          boundTo,
        },
      };
    });
  },
});

const verifierOf = (linkKey: Uint8Array, linkId: LinkId): string =>
  createHash('sha256').update(proofOf(linkKey, linkId)).digest('base64url');

const base64url = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');
