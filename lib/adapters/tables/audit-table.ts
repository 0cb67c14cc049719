import { randomInt } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { TableClient } from '@azure/data-tables';
import {
  append,
  type AuditEntry,
  type ChainedEntry,
  type ChainHead,
  emptyHead,
} from '../../domain/audit-chain.ts';
import type { HashBytes } from '../../domain/merkle.ts';
import { type Instant, toIso } from '../../domain/time.ts';
import type { Audit } from '../../ports/audit.ts';
import type { Clock } from '../../ports/clock.ts';
import { entryRow, headOf, headPlace, headRow, idPlace, idRow } from './audit-rows.ts';
import { type Table, table, type Write } from './table.ts';

/** Two rows for each entry and one for the head, at most 100 in a transaction. */
const MOST_ENTRIES = 49;
/** A transaction holds 4 MiB; text may take three bytes a unit and once more as much for its escapes. */
const MOST_TEXT = 500_000;
/** Others add to the same stream; each refusal means that one of them got on. */
const TRIES = 100;

interface Waiting {
  readonly entry: AuditEntry;
  readonly done: () => void;
  readonly failed: (error: unknown) => void;
}

interface Known {
  readonly head: ChainHead;
  /** Undefined: the stream has no head yet. */
  readonly etag: string | undefined;
}

/** A stream for each UTC month of the events, so that an event is always looked for where it was put first. */
export const streamOf = (occurredAt: Instant): string => `events-${toIso(occurredAt).slice(0, 7)}`;

/**
 * The record in a table, a hash chain in each stream. One transaction adds an entry (`E{seq}`), a row by its event
 * (`X{eventId}`) and the new end (`HEAD`, by its ETag): so entries have no gap, no two have the same number, and an event is
 * there once, however many write. An event must always come with the same `occurredAt`.
 *
 * What is added while a transaction is under way goes into the next one together.
 */
export const tableAudit = (client: TableClient, hash: HashBytes, clock: Clock): Audit => {
  const audit = table(client);
  const queues = new Map<string, Waiting[]>();
  const heads = new Map<string, Known>();

  const drain = async (stream: string, queue: Waiting[]): Promise<void> => {
    while (queue.length > 0) {
      const batch = queue.splice(0, fitting(queue));
      try {
        await record(
          stream,
          batch.map(({ entry }) => entry),
        );
        for (const { done } of batch) done();
      } catch (error) {
        heads.delete(stream);
        for (const { failed } of batch) failed(error);
      }
    }
    queues.delete(stream);
  };

  const record = async (stream: string, entries: readonly AuditEntry[]): Promise<void> => {
    let missing = unique(entries);
    for (let attempt = 0; attempt < TRIES && missing.length > 0; attempt += 1) {
      const known = heads.get(stream) ?? (await readHead(audit, stream));
      const { chained, head } = joined(hash, known.head, missing, clock.now());
      const written = await audit.transact([headWrite(head, known.etag), ...chained.flatMap(rowsOf)]);
      if (written.ok) {
        const etag = written.value[0];
        if (etag === undefined) heads.delete(stream);
        else heads.set(stream, { head, etag });
        return;
      }
      heads.delete(stream);
      // Someone else added entries. Maybe ours: a transaction whose answer was lost is one of them, and its events exist.
      if (written.failure !== 'CHANGED') missing = await notThere(audit, stream, missing);
      await wait(pause(attempt));
    }
    if (missing.length > 0) throw new Error(`Stream ${stream} kept changing under ${TRIES} writes.`);
  };

  const add = (entry: AuditEntry): Promise<void> =>
    new Promise<void>((done, failed) => {
      if (entry.body.length > MOST_TEXT) throw new Error(`Event ${entry.id} is too long for the record.`);
      const stream = streamOf(entry.occurredAt);
      const waiting = { entry, done, failed };
      const queue = queues.get(stream);
      if (queue !== undefined) {
        queue.push(waiting);
        return;
      }
      const started = [waiting];
      queues.set(stream, started);
      // What comes in the same turn goes together.
      queueMicrotask(() => void drain(stream, started));
    });

  return {
    append: async (entries) => {
      const added = await Promise.allSettled(entries.map(add));
      const refused = added.find(({ status }) => status === 'rejected');
      if (refused?.status === 'rejected') throw refused.reason;
    },
  };
};

/** Chance keeps writers from meeting again at the same end, and the longest wait lets the one before us finish. */
const pause = (attempt: number): number => randomInt(Math.min(200, 5 * 2 ** attempt));

/** How many of those that wait fit into one transaction. */
const fitting = (queue: readonly Waiting[]): number => {
  let text = 0;
  const end = queue.findIndex(({ entry }, index) => {
    text += entry.body.length;
    return index > 0 && (index === MOST_ENTRIES || text > MOST_TEXT);
  });
  return end === -1 ? queue.length : end;
};

const unique = (entries: readonly AuditEntry[]): readonly AuditEntry[] =>
  [...new Map(entries.toReversed().map((entry) => [entry.id, entry])).values()].toReversed();

const readHead = async (audit: Table, stream: string): Promise<Known> => {
  const row = await audit.get(headPlace(stream));
  return row === undefined
    ? { head: emptyHead(stream), etag: undefined }
    : { head: headOf(audit.name, row), etag: row.etag };
};

const joined = (
  hash: HashBytes,
  from: ChainHead,
  entries: readonly AuditEntry[],
  now: Instant,
): { readonly chained: readonly ChainedEntry[]; readonly head: ChainHead } => {
  const chained: ChainedEntry[] = [];
  let head = from;
  for (const entry of entries) {
    const next = append(hash, head, entry, now);
    chained.push(next.entry);
    head = next.head;
  }
  return { chained, head };
};

const rowsOf = (entry: ChainedEntry): readonly Write[] => [
  { kind: 'insert', row: entryRow(entry) },
  { kind: 'insert', row: idRow(entry) },
];

const headWrite = (head: ChainHead, etag: string | undefined): Write =>
  etag === undefined ? { kind: 'insert', row: headRow(head) } : { kind: 'replace', row: headRow(head), etag };

const notThere = async (
  audit: Table,
  stream: string,
  entries: readonly AuditEntry[],
): Promise<readonly AuditEntry[]> => {
  const found = await Promise.all(
    entries.map(({ id }) => audit.get(idPlace(stream, id), { columns: ['seq'] })),
  );
  return entries.filter((_, index) => found[index] === undefined);
};
