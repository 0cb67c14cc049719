import { afterEach, describe, expect, test } from '@jest/globals';
import { type Checkpoint, checkpointText } from '../../lib/domain/checkpoint.ts';
import type { CheckpointSigner } from '../../lib/ports/checkpoint-signer.ts';

export interface SignerUnderTest {
  readonly signer: CheckpointSigner;
  /** A new version of the key signs from now on. */
  readonly rotate: () => Promise<void> | void;
  readonly goAway: () => void;
  readonly comeBack: () => void;
  readonly stop: () => Promise<void>;
}

/** What a signer of checkpoints promises. */
export const checkpointSignerContract = (name: string, make: () => Promise<SignerUnderTest>): void =>
  describe(name, () => {
    let stop: () => Promise<void> = () => Promise.resolve();
    afterEach(() => stop());
    const start = async () => {
      const under = await make();
      ({ stop } = under);
      return under;
    };

    const signed = async (signer: CheckpointSigner, size: number): Promise<Checkpoint> => {
      const open = { stream: 'events-2026-11', size, root: 'ab'.repeat(32) };
      const signature = await signer.sign(checkpointText(open));
      if (!signature.ok) throw new Error(signature.failure.detail);
      return { ...open, ...signature.value };
    };
    const isSigned = async (signer: CheckpointSigner, checkpoint: Checkpoint): Promise<boolean> => {
      const verifier = await signer.verifier([checkpoint.keyId]);
      if (!verifier.ok) throw new Error(verifier.failure.detail);
      return verifier.value(checkpoint);
    };

    test('knows its signature again, also after its key was rotated', async () => {
      const { signer, rotate } = await start();
      const first = await signed(signer, 3);
      await rotate();
      const second = await signed(signer, 4);
      expect(second.keyId).not.toBe(first.keyId);
      expect(await isSigned(signer, first)).toBe(true);
      expect(await isSigned(signer, second)).toBe(true);
    });

    test('does not take another size, root, stream or key for what it signed', async () => {
      const { signer } = await start();
      const checkpoint = await signed(signer, 3);
      const others: readonly Checkpoint[] = [
        { ...checkpoint, size: 4 },
        { ...checkpoint, root: 'cd'.repeat(32) },
        { ...checkpoint, stream: 'events-2026-12' },
        { ...checkpoint, signature: `A${checkpoint.signature.slice(1, -1)}A` },
        { ...checkpoint, signature: '' },
        { ...checkpoint, keyId: checkpoint.keyId.replace('audit-sign', 'another') },
        { ...checkpoint, keyId: 'https://vault.attacker.example/keys/audit-sign/1' },
      ];
      for (const other of others) expect(await isSigned(signer, other)).toBe(false);
    });

    test('says so when its vault is away', async () => {
      const { signer, goAway, comeBack } = await start();
      const { keyId } = await signed(signer, 1);
      goAway();
      expect(await signer.sign('text')).toMatchObject({ ok: false, failure: { code: 'UNAVAILABLE' } });
      expect(await signer.verifier([keyId])).toMatchObject({ ok: false, failure: { code: 'UNAVAILABLE' } });
      comeBack();
      expect((await signed(signer, 2)).size).toBe(2);
    });
  });
