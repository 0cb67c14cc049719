import { createHash, timingSafeEqual } from 'node:crypto';
import { ok, type Result } from '../../domain/result.ts';
import type { Opener, SealingFailure } from '../../ports/sealing.ts';

/** Gives back a share that `WrapShare` wrapped, by the very key version that did. */
export type UnwrapShare = (share: {
  readonly wrapped: Uint8Array;
  readonly keyId: string;
}) => Promise<Result<Uint8Array, SealingFailure>>;

const HASH_BYTES = 32;

/** Checks proofs and unwraps our share. It can't open anything: the key in the mail never comes here. */
export const opener = ({ unwrap }: { readonly unwrap: UnwrapShare }): Opener => ({
  proves: (proof, verifier) => {
    const expected = Buffer.alloc(HASH_BYTES);
    const known = Buffer.from(verifier, 'base64url');
    known.copy(expected);
    const given = createHash('sha256').update(Buffer.from(proof, 'base64url')).digest();
    // Compared in any case, so that a verifier that is none answers no sooner than a wrong proof.
    return timingSafeEqual(given, expected) && known.length === HASH_BYTES;
  },
  share: async (secret) => {
    const share = await unwrap({
      wrapped: Buffer.from(secret.wrappedShare, 'base64url'),
      keyId: secret.wrapKeyId,
    });
    return share.ok ? ok(Buffer.from(share.value).toString('base64url')) : share;
  },
});
