import { canonicalText, type ChainedEntry, hashOfEntry } from './audit-chain.ts';
import type { Tamper } from './audit-verification.ts';
import type { Checkpoint } from './checkpoint.ts';
import { type HashBytes, leafHash } from './merkle.ts';
import { pathOf, rootByPath } from './merkle-proof.ts';

/** One entry, and how it leads to the root that was signed when the stream had so many. */
export interface ProvedEntry {
  readonly entry: ChainedEntry;
  readonly size: number;
  readonly path: readonly string[];
}

/** What some entries of a stream can show without the others. */
export interface ProofVerification {
  readonly stream: string;
  readonly entries: number;
  readonly proved: number;
  readonly tampers: readonly Tamper[];
}

/** The proofs of those entries that are wanted, against the stream as it was at the size of a checkpoint. */
export const proofsFor = (
  hash: HashBytes,
  entries: readonly ChainedEntry[],
  size: number,
  isWanted: (entry: ChainedEntry) => boolean,
): readonly ProvedEntry[] => {
  const signed = entries.slice(0, size);
  const leaves = signed.map((entry) => leafHash(hash, canonicalText(entry)));
  return signed.flatMap((entry, index) =>
    isWanted(entry) ? [{ entry, size, path: pathOf(hash, leaves, index) }] : [],
  );
};

/**
 * Checks single entries: each hashes to what stands beside it, and leads to a root that a trusted key signed. That none was left
 * out can't be told from some of them; the whole stream tells it.
 */
export const verifyProofs = ({
  stream,
  proofs,
  checkpoints,
  hash,
  isSigned,
}: {
  readonly stream: string;
  readonly proofs: readonly ProvedEntry[];
  readonly checkpoints: readonly Checkpoint[];
  readonly hash: HashBytes;
  readonly isSigned: (checkpoint: Checkpoint) => boolean;
}): ProofVerification => {
  const tampers: Tamper[] = [];
  const roots = new Map<number, string>();
  for (const checkpoint of checkpoints) {
    const { size } = checkpoint;
    if (checkpoint.stream === stream && isSigned(checkpoint)) roots.set(size, checkpoint.root);
    else
      tampers.push({
        ...{ code: 'WRONG_SIGNATURE', seq: size },
        detail: `The checkpoint at ${size} is not signed by a trusted key.`,
      });
  }
  let proved = 0;
  let last = 0;
  for (const { entry, size, path } of proofs) {
    const fault = faultOf(hash, stream, { entry, size, path }, roots.get(size), last);
    if (fault === undefined) proved += 1;
    else tampers.push(fault);
    last = entry.seq;
  }
  return { stream, entries: proofs.length, proved, tampers };
};

const faultOf = (
  hash: HashBytes,
  stream: string,
  { entry, size, path }: ProvedEntry,
  root: string | undefined,
  last: number,
): Tamper | undefined => {
  const fault = (code: Tamper['code'], detail: string): Tamper => ({ code, seq: entry.seq, detail });
  if (entry.stream !== stream) return fault('FOREIGN', `It says that it belongs to ${entry.stream}.`);
  if (hashOfEntry(hash, entry) !== entry.hash) return fault('EDITED', 'What it says does not give its hash.');
  if (entry.seq <= last) return fault('OUT_OF_ORDER', `Entry ${entry.seq} follows entry ${last}.`);
  if (root === undefined) return fault('UNPROVED', `There is no signed checkpoint at ${size}.`);
  const led = rootByPath(hash, leafHash(hash, canonicalText(entry)), entry.seq - 1, size, path);
  return led === root
    ? undefined
    : fault('UNPROVED', `It does not lead to the root that was signed at ${size}.`);
};
