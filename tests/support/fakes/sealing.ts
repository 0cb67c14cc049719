import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { fail, ok, type Result } from '../../../lib/domain/result.ts';
import type { SealingFailure } from '../../../lib/ports/sealing.ts';

/** The key that wraps our share of every link, in memory: wiring joins it with the real sealer and opener. */
export interface FakeShareWrap {
  readonly wrap: (
    share: Uint8Array,
  ) => Promise<Result<{ wrapped: Uint8Array; keyId: string }, SealingFailure>>;
  readonly unwrap: (share: {
    wrapped: Uint8Array;
    keyId: string;
  }) => Promise<Result<Uint8Array, SealingFailure>>;
  /** From now on nothing is wrapped or unwrapped, until it is back. */
  readonly goAway: () => void;
  readonly comeBack: () => void;
  /** A new version wraps from now on; the older ones still unwrap. */
  readonly rotate: () => void;
}

const AWAY = fail({ code: 'UNAVAILABLE', detail: 'The key of links is away.' });

export const fakeShareWrap = (): FakeShareWrap => {
  const versions = [randomBytes(32)];
  let away = false;
  const idOf = (version: number): string => `https://vault.example/keys/link-wrap/${version}`;
  return {
    wrap: (share) => {
      const key = versions.at(-1);
      if (away || key === undefined) return Promise.resolve(AWAY);
      const iv = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', key, iv);
      const wrapped = Buffer.concat([iv, cipher.update(share), cipher.final(), cipher.getAuthTag()]);
      return Promise.resolve(ok({ wrapped, keyId: idOf(versions.length - 1) }));
    },
    unwrap: ({ wrapped, keyId }) => {
      if (away) return Promise.resolve(AWAY);
      const key = versions.find((_, version) => idOf(version) === keyId);
      if (key === undefined) throw new Error('No such key version.');
      const decipher = createDecipheriv('aes-256-gcm', key, wrapped.subarray(0, 12));
      decipher.setAuthTag(wrapped.subarray(-16));
      return Promise.resolve(
        ok(Buffer.concat([decipher.update(wrapped.subarray(12, -16)), decipher.final()])),
      );
    },
    goAway: () => {
      away = true;
    },
    comeBack: () => {
      away = false;
    },
    rotate: () => {
      versions.push(randomBytes(32));
    },
  };
};
