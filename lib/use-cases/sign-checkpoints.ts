import { type Checkpoint, checkpointText } from '../domain/checkpoint.ts';
import { type HashBytes, rootOf } from '../domain/merkle.ts';
import { ok, type Result } from '../domain/result.ts';
import type { AuditTrail } from '../ports/audit-trail.ts';
import type { CheckpointArchive } from '../ports/checkpoint-archive.ts';
import type { CheckpointSigner } from '../ports/checkpoint-signer.ts';
import type { Log } from '../ports/log.ts';

interface Deps {
  readonly trail: AuditTrail;
  readonly signer: CheckpointSigner;
  /** Undefined: checkpoints are kept beside the record only. */
  readonly archive: CheckpointArchive | undefined;
  readonly hash: HashBytes;
  readonly log: Log;
}

/**
 * Signs the end of every stream that grew since it was signed last. A checkpoint is put into the archive before it stands in
 * the record, so that none is missing there; what can't be signed or archived now is signed by the next run.
 */
export const signCheckpoints = (deps: Deps) => {
  const { trail, signer, archive, hash, log } = deps;

  const sign = async (
    end: Pick<Checkpoint, 'stream' | 'size' | 'root'>,
  ): Promise<Result<Checkpoint, { readonly detail: string }>> => {
    const signature = await signer.sign(checkpointText(end));
    if (!signature.ok) return signature;
    const checkpoint = { ...end, ...signature.value };
    const archived = (await archive?.put(checkpoint)) ?? ok(undefined);
    return archived.ok ? ok(checkpoint) : archived;
  };

  return async (): Promise<{ readonly signed: number; readonly postponed: number }> => {
    let signed = 0;
    let postponed = 0;
    for (const { stream, size, frontier } of await trail.heads()) {
      const last = (await trail.checkpoints(stream)).at(-1);
      if (last?.size === size) continue;
      const checkpoint = await sign({ stream, size, root: rootOf(hash, frontier) });
      if (checkpoint.ok) {
        await trail.keep(checkpoint.value);
        signed += 1;
      } else {
        log('CHECKPOINT_POSTPONED', { stream, size, detail: checkpoint.failure.detail });
        postponed += 1;
      }
    }
    return { signed, postponed };
  };
};
