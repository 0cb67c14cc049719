import { generateKeyPairSync, type JsonWebKey, type KeyObject, sign } from 'node:crypto';
import { signedBy } from '../../../lib/adapters/system/es256.ts';
import { fail, ok } from '../../../lib/domain/result.ts';
import type { CheckpointSigner } from '../../../lib/ports/checkpoint-signer.ts';

/** A signer with keys of its own, in memory. */
export interface FakeCheckpointSigner extends CheckpointSigner {
  /** From now on a new version signs. */
  rotate(): void;
  away(): void;
  back(): void;
  /** The public keys of all versions. */
  keys(): Readonly<Record<string, JsonWebKey>>;
}

export const fakeCheckpointSigner = (name = 'audit-sign'): FakeCheckpointSigner => {
  const versions: { readonly id: string; readonly key: KeyObject; readonly jwk: JsonWebKey }[] = [];
  const rotate = (): void => {
    const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const id = `https://vault.example/keys/${name}/${versions.length + 1}`;
    versions.push({ id, key: pair.privateKey, jwk: pair.publicKey.export({ format: 'jwk' }) });
  };
  rotate();
  let isAway = false;
  const keys = () => Object.fromEntries(versions.map(({ id, jwk }) => [id, jwk]));
  const unavailable = fail({ code: 'UNAVAILABLE', detail: 'The vault is away.' } as const);
  return {
    sign: (text) => {
      const newest = versions.at(-1);
      if (isAway || newest === undefined) return Promise.resolve(unavailable);
      const signature = sign('sha256', Buffer.from(text), { key: newest.key, dsaEncoding: 'ieee-p1363' });
      return Promise.resolve(ok({ keyId: newest.id, signature: signature.toString('base64url') }));
    },
    verifier: () => Promise.resolve(isAway ? unavailable : ok(signedBy(keys()))),
    rotate,
    away: () => {
      isAway = true;
    },
    back: () => {
      isAway = false;
    },
    keys,
  };
};
