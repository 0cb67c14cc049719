import { sha256Bytes } from '../../../lib/adapters/system/sha256.ts';
import {
  append,
  type AuditEntry,
  type ChainedEntry,
  type ChainHead,
  emptyHead,
} from '../../../lib/domain/audit-chain.ts';
import type { Checkpoint } from '../../../lib/domain/checkpoint.ts';
import { type Instant, toIso } from '../../../lib/domain/time.ts';
import type { Audit } from '../../../lib/ports/audit.ts';
import type { AuditTrail } from '../../../lib/ports/audit-trail.ts';
import { frozenCopy } from './deep-copy.ts';

/** The record in memory. */
export interface FakeAudit extends Audit {
  readonly trail: AuditTrail;
  /** In the order in which they were added. */
  entries(): readonly AuditEntry[];
  /** From now on an entry of this id can't be added. */
  refuse(id: AuditEntry['id']): void;
  /** Until `back()`, every call throws. */
  away(): void;
  back(): void;
  /** Changes what an entry says, as someone may who writes the table by hand. */
  bend(stream: string, seq: number, body: string): void;
}

interface Stream {
  head: ChainHead;
  readonly entries: ChainedEntry[];
  readonly checkpoints: Map<number, Checkpoint>;
}

export const fakeAudit = (now: () => Instant = () => 0 as Instant): FakeAudit => {
  const entries = new Map<string, AuditEntry>();
  const streams = new Map<string, Stream>();
  const refused = new Set<string>();
  let isAway = false;
  const streamNamed = (name: string): Stream => {
    const stream = streams.get(name) ?? {
      head: emptyHead(name),
      entries: [],
      checkpoints: new Map<number, Checkpoint>(),
    };
    streams.set(name, stream);
    return stream;
  };
  const join = (entry: AuditEntry): void => {
    entries.set(entry.id, frozenCopy(entry));
    const stream = streamNamed(`events-${toIso(entry.occurredAt).slice(0, 7)}`);
    const next = append(sha256Bytes, stream.head, entry, now());
    stream.entries.push(frozenCopy(next.entry));
    stream.head = next.head;
  };
  return {
    append: async (added) => {
      await Promise.resolve();
      if (isAway) throw new Error('The audit table is away.');
      if (added.some(({ id }) => refused.has(id))) throw new Error('The audit table refused an entry.');
      for (const entry of added) if (!entries.has(entry.id)) join(entry);
    },
    refuse: (id) => void refused.add(id),
    trail: {
      heads: () =>
        Promise.resolve(
          [...streams.values()]
            .map(({ head }) => head)
            .filter(({ size }) => size > 0)
            .toSorted((a, b) => (a.stream < b.stream ? -1 : 1)),
        ),
      entries: async function* (name) {
        await Promise.resolve();
        yield* [...streamNamed(name).entries];
      },
      checkpoints: (name) =>
        Promise.resolve([...streamNamed(name).checkpoints.values()].toSorted((a, b) => a.size - b.size)),
      keep: async (checkpoint) => {
        await Promise.resolve();
        const { checkpoints } = streamNamed(checkpoint.stream);
        if (!checkpoints.has(checkpoint.size)) checkpoints.set(checkpoint.size, frozenCopy(checkpoint));
      },
    },
    entries: () => [...entries.values()],
    away: () => {
      isAway = true;
    },
    back: () => {
      isAway = false;
    },
    bend: (name, seq, body) => {
      const { entries: chain } = streamNamed(name);
      const entry = chain[seq - 1];
      if (entry === undefined) throw new Error(`${name} has no entry ${seq}.`);
      chain[seq - 1] = { ...entry, body };
    },
  };
};
