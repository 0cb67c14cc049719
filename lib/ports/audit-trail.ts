import type { ChainedEntry, ChainHead } from '../domain/audit-chain.ts';
import type { Checkpoint } from '../domain/checkpoint.ts';

/** The record as it stands, to be signed, exported and checked. Outages are thrown. */
export interface AuditTrail {
  /** The ends of all streams that have entries, in the order of their names. */
  heads(): Promise<readonly ChainHead[]>;
  /** The entries of a stream in their order, read page by page. */
  entries(stream: string): AsyncIterable<ChainedEntry>;
  /** The checkpoints of a stream, the smallest first. */
  checkpoints(stream: string): Promise<readonly Checkpoint[]>;
  /** Keeps a checkpoint. One of the same stream and size that is there already stays. */
  keep(checkpoint: Checkpoint): Promise<void>;
}
