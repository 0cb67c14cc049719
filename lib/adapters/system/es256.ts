import { createPublicKey, type JsonWebKey, type KeyObject, verify } from 'node:crypto';
import { type Checkpoint, checkpointText } from '../../domain/checkpoint.ts';

/** Public keys of checkpoints by the address of their version, as JWK (RFC 7517). */
export type CheckpointKeys = Readonly<Record<string, JsonWebKey>>;

/** Whether one of these keys, the one that the checkpoint names, signed it (ES256). A key we don't have signs nothing. */
export const signedBy = (keys: CheckpointKeys): ((checkpoint: Checkpoint) => boolean) => {
  const known = new Map<string, KeyObject>();
  return (checkpoint) => {
    const jwk = keys[checkpoint.keyId];
    if (jwk?.kty !== 'EC' || jwk.crv !== 'P-256') return false;
    const key = known.get(checkpoint.keyId) ?? createPublicKey({ key: jwk, format: 'jwk' });
    known.set(checkpoint.keyId, key);
    const signature = Buffer.from(checkpoint.signature, 'base64url');
    return verify(
      'sha256',
      Buffer.from(checkpointText(checkpoint), 'utf8'),
      { key, dsaEncoding: 'ieee-p1363' },
      signature,
    );
  };
};
