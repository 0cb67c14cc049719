import { type Checkpoint, checkpointText } from '../domain/checkpoint.ts';
import { type HashBytes, rootOf } from '../domain/merkle.ts';
import type { AuditTrail } from '../ports/audit-trail.ts';
import type { CheckpointSigner } from '../ports/checkpoint-signer.ts';
import type { Log } from '../ports/log.ts';

interface Deps {
  readonly trail: AuditTrail;
  readonly signer: CheckpointSigner;
  readonly hash: HashBytes;
  readonly log: Log;
}

/** Signs the end of every stream that grew since it was signed last. What can't be signed now is signed by the next run. */
export const signCheckpoints =
  ({ trail, signer, hash, log }: Deps) =>
  async (): Promise<{ readonly signed: number; readonly postponed: number }> => {
    let signed = 0;
    let postponed = 0;
    for (const { stream, size, frontier } of await trail.heads()) {
      const last = (await trail.checkpoints(stream)).at(-1);
      if (last?.size === size) continue;
      const checkpoint: Omit<Checkpoint, 'keyId' | 'signature'> = {
        stream,
        size,
        root: rootOf(hash, frontier),
      };
      const signature = await signer.sign(checkpointText(checkpoint));
      if (signature.ok) {
        await trail.keep({ ...checkpoint, ...signature.value });
        signed += 1;
      } else {
        log('CHECKPOINT_POSTPONED', { stream, size, detail: signature.failure.detail });
        postponed += 1;
      }
    }
    return { signed, postponed };
  };
