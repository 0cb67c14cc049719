import type { Checkpoint } from '../domain/checkpoint.ts';
import type { Result } from '../domain/result.ts';

/** A place for checkpoints beside the record, where what was written once can't be changed. */
export interface CheckpointArchive {
  /** Keeps a checkpoint. One of the same stream and size that is there already stays, and is no error. */
  put(
    checkpoint: Checkpoint,
  ): Promise<Result<undefined, { readonly code: 'UNAVAILABLE' | 'FORBIDDEN'; readonly detail: string }>>;
}
