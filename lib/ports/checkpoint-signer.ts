import type { Checkpoint } from '../domain/checkpoint.ts';
import type { Result } from '../domain/result.ts';

export interface SigningFailure {
  readonly code: 'UNAVAILABLE';
  readonly detail: string;
}

/** Signs checkpoints with a key that nobody can take away, and knows its own signatures again. */
export interface CheckpointSigner {
  /** ES256 over the text: r and s in base64url, and the version of the key. */
  sign(text: string): Promise<Result<{ readonly keyId: string; readonly signature: string }, SigningFailure>>;
  /** Tells, for checkpoints of these key versions, whether our key signed them. Versions of other keys never did. */
  verifier(keyIds: readonly string[]): Promise<Result<(checkpoint: Checkpoint) => boolean, SigningFailure>>;
}
