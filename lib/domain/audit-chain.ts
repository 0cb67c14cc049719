import type { EventId } from './ids.ts';
import { type Frontier, grow, hex, type HashBytes, leafHash } from './merkle.ts';
import { type Instant, toIso } from './time.ts';

/** What is to be recorded: an event, to the letter. */
export interface AuditEntry {
  readonly id: EventId;
  readonly occurredAt: Instant;
  /** The exact text of the event. */
  readonly body: string;
}

/**
 * An entry in its place. Invariants: `seq` counts from 1 without a gap within its stream; `previous` is the hash of the entry
 * before it, so no entry can change without every later one; `recordedAt` never goes back.
 */
export interface ChainedEntry extends AuditEntry {
  readonly stream: string;
  readonly seq: number;
  readonly recordedAt: Instant;
  /** Hash of the entry before it, in hex; of the first one, 64 zeros. */
  readonly previous: string;
  /** Hash over all the rest of this entry, in hex. */
  readonly hash: string;
}

/** The end of a stream: what the next entry is joined to. */
export interface ChainHead {
  readonly stream: string;
  readonly size: number;
  readonly hash: string;
  readonly recordedAt: Instant;
  /** What it takes to tell the root of all entries so far without reading them. */
  readonly frontier: Frontier;
}

const NOTHING_BEFORE = '0'.repeat(64);

/** A stream without entries. */
export const emptyHead = (stream: string): ChainHead => ({
  stream,
  size: 0,
  hash: NOTHING_BEFORE,
  recordedAt: 0 as Instant,
  frontier: [],
});

/**
 * The text that is hashed: canonical JSON (RFC 8785), which for members that are texts and whole numbers is plain JSON with
 * its names in order.
 */
export const canonicalText = (entry: Omit<ChainedEntry, 'hash'>): string =>
  JSON.stringify({
    body: entry.body,
    id: entry.id,
    occurredAt: toIso(entry.occurredAt),
    previous: entry.previous,
    recordedAt: toIso(entry.recordedAt),
    seq: entry.seq,
    stream: entry.stream,
    v: 1,
  });

/** The hash that an entry ought to have. */
export const hashOfEntry = (hash: HashBytes, entry: Omit<ChainedEntry, 'hash'>): string =>
  hex(leafHash(hash, canonicalText(entry)));

/** Joins an entry to the end of its stream. A clock that went back since is not believed. */
export const append = (
  hash: HashBytes,
  head: ChainHead,
  { id, occurredAt, body }: AuditEntry,
  now: Instant,
): { readonly entry: ChainedEntry; readonly head: ChainHead } => {
  const seq = head.size + 1;
  const recordedAt = Math.max(now, head.recordedAt) as Instant;
  const open = { id, occurredAt, body, stream: head.stream, seq, recordedAt, previous: head.hash };
  const leaf = leafHash(hash, canonicalText(open));
  const entry = { ...open, hash: hex(leaf) };
  return {
    entry,
    head: {
      stream: head.stream,
      size: seq,
      hash: entry.hash,
      recordedAt,
      frontier: grow(hash, head.frontier, leaf),
    },
  };
};
