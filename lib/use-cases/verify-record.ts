import { type ChainedEntry } from '../domain/audit-chain.ts';
import { type Verification, verifyStream } from '../domain/audit-verification.ts';
import type { Checkpoint } from '../domain/checkpoint.ts';
import type { HashBytes } from '../domain/merkle.ts';
import type { Result } from '../domain/result.ts';
import type { AuditTrail } from '../ports/audit-trail.ts';
import type { CheckpointSigner } from '../ports/checkpoint-signer.ts';
import type { Log } from '../ports/log.ts';

interface Deps {
  readonly trail: AuditTrail;
  readonly signer: Pick<CheckpointSigner, 'verifier'>;
  readonly hash: HashBytes;
  readonly log: Log;
}

/**
 * Reads the record of the latest months and checks every entry, link and signature, so that a bent record is noticed
 * while those who bent it are still about. Answers what it found; a month that can't be checked now is checked by the
 * next run.
 */
export const verifyRecord =
  ({ trail, signer, hash, log }: Deps) =>
  async (): Promise<{ readonly streams: number; readonly tampers: number }> => {
    let tampers = 0;
    const heads = (await trail.heads()).slice(-MONTHS);
    for (const head of heads) {
      const checkpoints = await trail.checkpoints(head.stream);
      const verifier: Result<(checkpoint: Checkpoint) => boolean, { readonly detail: string }> =
        await signer.verifier(checkpoints.map(({ keyId }) => keyId));
      if (!verifier.ok) {
        log('RECORD_UNCHECKED', { stream: head.stream, detail: verifier.failure.detail });
        continue;
      }
      const entries: ChainedEntry[] = [];
      // What was added since the head was read is for the next run.
      for await (const entry of trail.entries(head.stream)) if (entry.seq <= head.size) entries.push(entry);
      const known = checkpoints.filter(({ size }) => size <= head.size);
      const input = {
        stream: head.stream,
        entries,
        checkpoints: known,
        head,
        hash,
        isSigned: verifier.value,
      };
      tampers += said(verifyStream(input), log);
    }
    return { streams: heads.length, tampers };
  };

const MONTHS = 2;

const said = ({ stream, entries, signedSize, tampers }: Verification, log: Log): number => {
  if (tampers.length === 0) log('RECORD_VERIFIED', { stream, entries, signedSize });
  for (const { code, seq, detail } of tampers) log('RECORD_BENT', { stream, tamper: code, seq, detail });
  return tampers.length;
};
