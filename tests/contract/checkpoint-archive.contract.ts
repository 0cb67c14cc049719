import { afterEach, describe, expect, test } from '@jest/globals';
import type { Checkpoint } from '../../lib/domain/checkpoint.ts';
import type { CheckpointArchive } from '../../lib/ports/checkpoint-archive.ts';

export interface ArchiveUnderTest {
  readonly archive: CheckpointArchive;
  readonly read: () => Promise<readonly Checkpoint[]>;
  readonly goAway: () => Promise<void> | void;
  readonly comeBack: () => Promise<void> | void;
  readonly stop: () => Promise<void>;
}

/** What an archive of checkpoints promises. */
export const checkpointArchiveContract = (name: string, make: () => Promise<ArchiveUnderTest>): void =>
  describe(name, () => {
    let stop: () => Promise<void> = () => Promise.resolve();
    afterEach(() => stop());
    const start = async () => {
      const under = await make();
      ({ stop } = under);
      return under;
    };
    const checkpoint = (size: number, signature = 'signed'): Checkpoint => ({
      stream: 'events-2026-11',
      size,
      root: 'ab'.repeat(32),
      keyId: 'https://vault.example/keys/audit-sign/1',
      signature,
    });

    test('keeps what it is given, the first of a size for good', async () => {
      const { archive, read } = await start();
      expect(await archive.put(checkpoint(9))).toEqual({ ok: true, value: undefined });
      expect(await archive.put(checkpoint(10))).toEqual({ ok: true, value: undefined });
      expect(await archive.put(checkpoint(9, 'another'))).toEqual({ ok: true, value: undefined });
      expect(await read()).toEqual([checkpoint(9), checkpoint(10)]);
    });

    test('says so when it is away, and takes the checkpoint when it is back', async () => {
      const { archive, read, goAway, comeBack } = await start();
      await goAway();
      expect(await archive.put(checkpoint(1))).toMatchObject({ ok: false, failure: { code: 'UNAVAILABLE' } });
      await comeBack();
      expect(await archive.put(checkpoint(1))).toEqual({ ok: true, value: undefined });
      expect(await read()).toEqual([checkpoint(1)]);
    });
  });
