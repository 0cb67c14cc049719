import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { signedBy } from '../../lib/adapters/system/es256.ts';
import { sha256Bytes } from '../../lib/adapters/system/sha256.ts';
import type { ChainedEntry } from '../../lib/domain/audit-chain.ts';
import { type ProofVerification, type ProvedEntry, verifyProofs } from '../../lib/domain/audit-proof.ts';
import { type Verification, verifyStream } from '../../lib/domain/audit-verification.ts';
import type { Checkpoint } from '../../lib/domain/checkpoint.ts';
import { parseLine, type PublicKey } from './export-line.ts';

interface Stream {
  readonly entries: ChainedEntry[];
  readonly proofs: ProvedEntry[];
  readonly checkpoints: Checkpoint[];
  head: { readonly size: number; readonly hash: string } | undefined;
}

export interface ExportVerification {
  readonly streams: readonly Verification[];
  /** Of an export of one renewal: what its entries prove by themselves. */
  readonly proofs: readonly ProofVerification[];
  /** Lines that are no part of an export, by their number. */
  readonly unreadable: readonly { readonly line: number; readonly detail: string }[];
  /** Whether the signatures were held against keys of the export itself, which whoever bent it may have put there. */
  readonly keysFromExport: boolean;
}

/** Checks an export from end to end, with nothing but the file and, if given, keys that were kept elsewhere. */
export const verifyExport = async (
  file: string,
  trusted: Readonly<Record<string, PublicKey>> | undefined,
): Promise<ExportVerification> => {
  const streams = new Map<string, Stream>();
  const streamNamed = (name: string): Stream => {
    const stream = streams.get(name) ?? { entries: [], proofs: [], checkpoints: [], head: undefined };
    streams.set(name, stream);
    return stream;
  };
  const keys: Record<string, PublicKey> = {};
  const unreadable: { line: number; detail: string }[] = [];
  let number = 0;
  for await (const text of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
    number += 1;
    if (text === '') continue;
    const line = parseLine(text);
    if (line instanceof Error) unreadable.push({ line: number, detail: line.message });
    else if (line.kind === 'entry') streamNamed(line.entry.stream).entries.push(line.entry);
    else if (line.kind === 'proof') streamNamed(line.entry.stream).proofs.push(line);
    else if (line.kind === 'checkpoint')
      streamNamed(line.checkpoint.stream).checkpoints.push(line.checkpoint);
    else if (line.kind === 'head') streamNamed(line.head.stream).head = line.head;
    else keys[line.keyId] = line.jwk;
  }
  const isSigned = signedBy(trusted ?? keys);
  // An export of one renewal has single entries with their proofs, and no stream as a whole.
  const single = [...streams].filter(([, { proofs }]) => proofs.length > 0);
  const whole = [...streams].filter(([, { proofs, entries }]) => proofs.length === 0 || entries.length > 0);
  return {
    streams: whole.map(([stream, { entries, checkpoints, head }]) =>
      verifyStream({ stream, entries, checkpoints, head, hash: sha256Bytes, isSigned }),
    ),
    proofs: single.map(([stream, { proofs, checkpoints }]) =>
      verifyProofs({ stream, proofs, checkpoints, hash: sha256Bytes, isSigned }),
    ),
    unreadable,
    keysFromExport: trusted === undefined,
  };
};
