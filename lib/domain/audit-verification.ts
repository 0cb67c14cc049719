import { append, type ChainedEntry, type ChainHead, emptyHead, hashOfEntry } from './audit-chain.ts';
import type { Checkpoint } from './checkpoint.ts';
import { type HashBytes, rootOf } from './merkle.ts';

/** What is wrong with a record, by its kind. */
export type TamperCode =
  /** An entry does not hash to what stands beside it. */
  | 'EDITED'
  /** Numbers are left out between two entries. */
  | 'MISSING'
  /** An entry stands before one that it was added after, or twice. */
  | 'OUT_OF_ORDER'
  /** Each entry is sound, but this one does not continue the one before it. */
  | 'BROKEN_LINK'
  /** The record ends before a size that was known earlier. */
  | 'TRUNCATED'
  /** The chain is sound, but it is not the one that was signed. */
  | 'FORKED'
  /** A checkpoint was not signed by a key that we trust. */
  | 'WRONG_SIGNATURE'
  /** An entry was recorded before the one that it follows. */
  | 'BACK_DATED'
  /** A single entry does not lead to a root that was signed. */
  | 'UNPROVED'
  /** An entry of another stream. */
  | 'FOREIGN';

export interface Tamper {
  readonly code: TamperCode;
  /** The first entry that can't be trusted; for a checkpoint, its size. */
  readonly seq: number;
  readonly detail: string;
}

export interface Verification {
  readonly stream: string;
  readonly entries: number;
  /** Checkpoints with a good signature that agree with the entries. */
  readonly checkpoints: number;
  /** The size up to which a signature vouches for the entries. */
  readonly signedSize: number;
  readonly root: string;
  /** Empty: nothing was bent. In the order of the record. */
  readonly tampers: readonly Tamper[];
}

export interface VerificationInput {
  readonly stream: string;
  readonly entries: Iterable<ChainedEntry>;
  readonly checkpoints: readonly Checkpoint[];
  /** Where the stream was said to end, if that is known. */
  readonly head: Pick<ChainHead, 'size' | 'hash'> | undefined;
  readonly hash: HashBytes;
  /** Whether a key that the verifier trusts made this signature. */
  readonly isSigned: (checkpoint: Checkpoint) => boolean;
}

/**
 * Checks a stream as a whole: every entry, every link, and the root at the size of every checkpoint. After the first entry
 * that can't be trusted nothing is concluded from the later ones; checkpoints are all looked at.
 */
export const verifyStream = (input: VerificationInput): Verification => {
  const { stream, hash } = input;
  const tampers: Tamper[] = [];
  const roots = new Map<number, string>();
  const sizes = new Set(input.checkpoints.map(({ size }) => size));
  let head = emptyHead(stream);
  let isSound = true;
  let entries = 0;

  for (const entry of input.entries) {
    entries += 1;
    if (!isSound) continue;
    const fault = faultOf(hash, head, entry);
    if (fault !== undefined) {
      tampers.push(fault);
      isSound = false;
      continue;
    }
    head = append(hash, head, entry, entry.recordedAt).head;
    if (sizes.has(head.size)) roots.set(head.size, rootOf(hash, head.frontier));
  }

  let checkpoints = 0;
  let signedSize = 0;
  for (const checkpoint of input.checkpoints.toSorted((a, b) => a.size - b.size)) {
    const fault = checkpointFault(
      input,
      checkpoint,
      roots.get(checkpoint.size),
      isSound ? head.size : undefined,
    );
    if (fault !== undefined) tampers.push(fault);
    else if (roots.has(checkpoint.size)) {
      checkpoints += 1;
      signedSize = checkpoint.size;
    }
  }
  if (isSound && input.head !== undefined) tampers.push(...endFaults(head, input.head));
  return { stream, entries, checkpoints, signedSize, root: rootOf(hash, head.frontier), tampers };
};

const faultOf = (hash: HashBytes, head: ChainHead, entry: ChainedEntry): Tamper | undefined => {
  const expected = head.size + 1;
  const fault = (code: TamperCode, detail: string): Tamper => ({ code, seq: entry.seq, detail });
  if (entry.stream !== head.stream) return fault('FOREIGN', `It says that it belongs to ${entry.stream}.`);
  if (hashOfEntry(hash, entry) !== entry.hash) return fault('EDITED', 'What it says does not give its hash.');
  if (entry.seq > expected)
    return { code: 'MISSING', seq: expected, detail: `Entry ${entry.seq} follows entry ${head.size}.` };
  if (entry.seq < expected) return fault('OUT_OF_ORDER', `Entry ${entry.seq} follows entry ${head.size}.`);
  if (entry.previous !== head.hash)
    return fault('BROKEN_LINK', `It does not continue entry ${head.size} as that stands here.`);
  return entry.recordedAt < head.recordedAt
    ? fault('BACK_DATED', `It was recorded before entry ${head.size}.`)
    : undefined;
};

const checkpointFault = (
  { stream, isSigned }: VerificationInput,
  checkpoint: Checkpoint,
  root: string | undefined,
  soundSize: number | undefined,
): Tamper | undefined => {
  const fault = (code: TamperCode, detail: string): Tamper => ({ code, seq: checkpoint.size, detail });
  if (checkpoint.stream !== stream)
    return fault('FOREIGN', `A checkpoint says that it belongs to ${checkpoint.stream}.`);
  if (!isSigned(checkpoint))
    return fault('WRONG_SIGNATURE', `The checkpoint at ${checkpoint.size} is not signed by a trusted key.`);
  if (soundSize !== undefined && checkpoint.size > soundSize)
    return fault('TRUNCATED', `There were ${checkpoint.size} entries once, and ${soundSize} are left.`);
  return root === undefined || root === checkpoint.root
    ? undefined
    : fault('FORKED', `The first ${checkpoint.size} entries are not those that were signed.`);
};

const endFaults = (head: ChainHead, said: Pick<ChainHead, 'size' | 'hash'>): readonly Tamper[] => {
  if (said.size > head.size)
    return [
      {
        code: 'TRUNCATED',
        seq: head.size,
        detail: `Its head counts ${said.size} entries, and ${head.size} are there.`,
      },
    ];
  return said.size === head.size && said.hash === head.hash
    ? []
    : [{ code: 'FORKED', seq: said.size, detail: 'Its head is not the end of these entries.' }];
};
