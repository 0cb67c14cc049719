import { createHash, type JsonWebKey } from 'node:crypto';
import type { CryptographyClient } from '@azure/keyvault-keys';
import type { Checkpoint } from '../../domain/checkpoint.ts';
import { fail, ok } from '../../domain/result.ts';
import { seconds } from '../../domain/time.ts';
import type { CheckpointSigner } from '../../ports/checkpoint-signer.ts';
import type { keyVaultCheckpointKeys } from './checkpoint-keys.ts';
import { vaultFailure } from './vault-failure.ts';

const TIMEOUT = seconds(20);

interface Settings {
  /** A new client each time: one goes on with the version that it met first, also after a rotation. */
  readonly newClient: () => Pick<CryptographyClient, 'sign'>;
  readonly keysOf: ReturnType<typeof keyVaultCheckpointKeys>;
  readonly signedBy: (keys: Readonly<Record<string, JsonWebKey>>) => (checkpoint: Checkpoint) => boolean;
}

/** Signs with the newest version of an EC P-256 key that never leaves its vault. */
export const keyVaultCheckpointSigner = ({ newClient, keysOf, signedBy }: Settings): CheckpointSigner => ({
  sign: async (text) => {
    const digest = createHash('sha256').update(text, 'utf8').digest();
    try {
      const { result, keyID } = await newClient().sign('ES256', digest, {
        abortSignal: AbortSignal.timeout(TIMEOUT),
      });
      // Which version signed must be known, or nobody could check it after the key was rotated.
      if (keyID === undefined || !/\/keys\/[^/]+\/[^/]+$/.test(keyID))
        return fail({
          code: 'UNAVAILABLE',
          detail: 'The vault does not say which version of the key signed.',
        });
      return ok({ keyId: keyID, signature: Buffer.from(result).toString('base64url') });
    } catch (error) {
      return fail({ code: 'UNAVAILABLE', detail: vaultFailure(error).detail });
    }
  },
  verifier: async (keyIds) => {
    const keys = await keysOf(keyIds);
    return keys.ok ? ok(signedBy(keys.value)) : keys;
  },
});
