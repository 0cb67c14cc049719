import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { sha256Bytes } from '../../lib/adapters/system/sha256.ts';
import { append, type ChainedEntry, emptyHead } from '../../lib/domain/audit-chain.ts';
import { type Tamper, verifyStream } from '../../lib/domain/audit-verification.ts';
import { type Checkpoint, checkpointText } from '../../lib/domain/checkpoint.ts';
import { type EventId, readId } from '../../lib/domain/ids.ts';
import { type Frontier, grow, leafHash, rootOf } from '../../lib/domain/merkle.ts';
import { instantOfMs } from '../../lib/domain/time.ts';
import { NOW } from '../support/builders.ts';
import { fakeCheckpointSigner } from '../support/fakes/checkpoint-signer.ts';
import { signedBy } from '../../lib/adapters/system/es256.ts';

const STREAM = 'events-2026-11';

const entriesOf = (count: number, mark = ''): ChainedEntry[] => {
  const entries: ChainedEntry[] = [];
  let head = emptyHead(STREAM);
  for (let n = 1; n <= count; n += 1) {
    const id = readId<EventId>(`ev-${String(n).padStart(26, 'a')}`);
    const next = append(sha256Bytes, head, { id, occurredAt: NOW, body: `{"n":${n}${mark}}` }, NOW);
    entries.push(next.entry);
    head = next.head;
  }
  return entries;
};

/** The end that these entries lead to, made anew as whoever bends a record would. */
const rechained = (entries: readonly ChainedEntry[]): ChainedEntry[] => {
  let head = emptyHead(STREAM);
  return entries.map((entry) => {
    const next = append(sha256Bytes, head, entry, entry.recordedAt);
    head = next.head;
    return next.entry;
  });
};

const rootAt = (entries: readonly ChainedEntry[], size: number): string => {
  let head = emptyHead(STREAM);
  for (const entry of entries.slice(0, size)) head = append(sha256Bytes, head, entry, entry.recordedAt).head;
  return rootOf(sha256Bytes, head.frontier);
};

const signer = fakeCheckpointSigner();
const checkpointOf = async (
  entries: readonly ChainedEntry[],
  size: number,
  by = signer,
): Promise<Checkpoint> => {
  const open = { stream: STREAM, size, root: rootAt(entries, size) };
  const signed = await by.sign(checkpointText(open));
  if (!signed.ok) throw new Error('The signer is away.');
  return { ...open, ...signed.value };
};

const found = (
  entries: readonly ChainedEntry[],
  checkpoints: readonly Checkpoint[] = [],
): readonly Tamper[] =>
  verifyStream({
    stream: STREAM,
    entries,
    checkpoints,
    head: undefined,
    hash: sha256Bytes,
    isSigned: signedBy(signer.keys()),
  }).tampers;

const codes = (tampers: readonly Tamper[]) => tampers.map(({ code, seq }) => `${code}@${seq}`);

describe('the root of a growing tree', () => {
  /** RFC 6962, section 2.1, as it is written there: by the largest power of two below the count. */
  const asWritten = (leaves: readonly Buffer[]): Buffer => {
    const sha = (...parts: readonly Buffer[]) => createHash('sha256').update(Buffer.concat(parts)).digest();
    const [only] = leaves;
    if (only === undefined) return sha();
    if (leaves.length === 1) return sha(Buffer.of(0), only);
    let k = 1;
    while (k * 2 < leaves.length) k *= 2;
    return sha(Buffer.of(1), asWritten(leaves.slice(0, k)), asWritten(leaves.slice(k)));
  };

  test('is the one of RFC 6962 at every size', () => {
    const texts: string[] = [];
    let frontier: Frontier = [];
    for (let size = 0; size <= 70; size += 1) {
      expect(rootOf(sha256Bytes, frontier)).toBe(
        asWritten(texts.map((text) => Buffer.from(text))).toString('hex'),
      );
      texts.push(`leaf ${size} ☃`);
      frontier = grow(sha256Bytes, frontier, leafHash(sha256Bytes, texts.at(-1)!));
    }
  });
});

describe('a record that nobody bent', () => {
  test('verifies at every length, with its checkpoints', async () => {
    const entries = entriesOf(40);
    const checkpoints = await Promise.all([1, 7, 8, 40].map((size) => checkpointOf(entries, size)));
    const verified = verifyStream({
      stream: STREAM,
      entries,
      checkpoints,
      head: { size: 40, hash: entries[39]!.hash },
      hash: sha256Bytes,
      isSigned: signedBy(signer.keys()),
    });
    expect(verified).toMatchObject({ entries: 40, checkpoints: 4, signedSize: 40, tampers: [] });
  });

  test('verifies with the checkpoints of a key that was rotated since', async () => {
    const entries = entriesOf(4);
    const first = await checkpointOf(entries, 2);
    signer.rotate();
    expect(found(entries, [first, await checkpointOf(entries, 4)])).toEqual([]);
  });

  test('keeps its times in order when a clock goes back', () => {
    const late = append(sha256Bytes, emptyHead(STREAM), entriesOf(1)[0]!, NOW);
    const early = append(sha256Bytes, late.head, entriesOf(2)[1]!, instantOfMs(NOW - 60_000));
    expect(early.entry.recordedAt).toBe(NOW);
  });
});

describe('a record that was bent', () => {
  const entries = entriesOf(20);
  const at = (n: number) => entries[n - 1]!;

  test('by an edit of any member of any entry names that entry', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 20 }),
        fc.constantFrom<Partial<ChainedEntry>>(
          { body: '{"n":0}' },
          { occurredAt: instantOfMs(NOW - 1) },
          { recordedAt: instantOfMs(NOW + 1) },
          { id: readId<EventId>('ev-zzzzzzzzzzzzzzzzzzzzzzzzzz') },
          { previous: 'f'.repeat(64) },
          { hash: 'e'.repeat(64) },
        ),
        (n, edit) => {
          expect(codes(found(entries.with(n - 1, { ...at(n), ...edit })))).toEqual([`EDITED@${n}`]);
        },
      ),
    );
  });

  test('by an edit that was hashed anew breaks the link to the next entry', () => {
    const edited = rechained([...entries.slice(0, 6), { ...at(7), body: '{"n":0}' }])[6]!;
    expect(codes(found(entries.with(6, edited)))).toEqual(['BROKEN_LINK@8']);
  });

  test('by a deletion names the number that is missing, also the first', () => {
    expect(codes(found(entries.toSpliced(6, 1)))).toEqual(['MISSING@7']);
    expect(codes(found(entries.slice(1)))).toEqual(['MISSING@1']);
  });

  test('by another order or a repetition names the entry that is out of order', () => {
    expect(codes(found([...entries.slice(0, 5), at(5), ...entries.slice(5)]))).toEqual(['OUT_OF_ORDER@5']);
    expect(codes(found([...entries.slice(0, 5), at(7), at(6), ...entries.slice(7)]))).toEqual(['MISSING@6']);
  });

  test('by cutting its end is known from a checkpoint, or from its head', async () => {
    expect(codes(found(entries.slice(0, 15), [await checkpointOf(entries, 20)]))).toEqual(['TRUNCATED@20']);
    const verified = verifyStream({
      stream: STREAM,
      entries: entries.slice(0, 15),
      checkpoints: [],
      head: { size: 20, hash: at(20).hash },
      hash: sha256Bytes,
      isSigned: () => true,
    });
    expect(codes(verified.tampers)).toEqual(['TRUNCATED@15']);
  });

  test('by a whole new chain is known from a checkpoint', async () => {
    const other = entriesOf(20, ',"x":1');
    const signed = await Promise.all([10, 20].map((size) => checkpointOf(entries, size)));
    expect(codes(found(other, signed))).toEqual(['FORKED@10', 'FORKED@20']);
    const forked = rechained([...entries.slice(0, 12), ...other.slice(12)]);
    expect(codes(found(forked, signed))).toEqual(['FORKED@20']);
  });

  test('by a new chain under a signature of another key names the signature', async () => {
    const other = entriesOf(20, ',"x":1');
    const stranger = fakeCheckpointSigner('strange-key');
    expect(codes(found(other, [await checkpointOf(other, 20, stranger)]))).toEqual(['WRONG_SIGNATURE@20']);
    const forged = { ...(await checkpointOf(other, 20, stranger)), keyId: Object.keys(signer.keys())[0]! };
    expect(codes(found(other, [forged]))).toEqual(['WRONG_SIGNATURE@20']);
  });

  test('by an entry of another stream says so', () => {
    expect(codes(found(entries.with(3, { ...at(4), stream: 'events-2026-10' })))).toEqual(['FOREIGN@4']);
  });

  test('by an entry that was recorded before the one it follows says so', () => {
    const early = entries.with(4, { ...at(5), recordedAt: instantOfMs(NOW - 1) });
    const lied = early.map((entry) => ({ ...entry }));
    let previous = '0'.repeat(64);
    const chain = lied.map((entry) => {
      const next = rehashed({ ...entry, previous });
      previous = next.hash;
      return next;
    });
    expect(codes(found(chain))).toEqual(['BACK_DATED@5']);
  });

  const rehashed = (entry: ChainedEntry): ChainedEntry => {
    const { stream, seq, previous, recordedAt, occurredAt, id, body } = entry;
    const text = JSON.stringify({
      body,
      id,
      occurredAt: new Date(occurredAt).toISOString(),
      previous,
      recordedAt: new Date(recordedAt).toISOString(),
      seq,
      stream,
      v: 1,
    });
    return { ...entry, hash: createHash('sha256').update(`\u0000${text}`).digest('hex') };
  };
});
