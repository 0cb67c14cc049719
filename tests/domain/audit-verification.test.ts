import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { sha256Bytes } from '../../lib/adapters/system/sha256.ts';
import {
  append,
  canonicalText,
  type ChainedEntry,
  emptyHead,
  hashOfEntry,
} from '../../lib/domain/audit-chain.ts';
import { type VerificationInput, verifyStream } from '../../lib/domain/audit-verification.ts';
import { type Checkpoint, checkpointText } from '../../lib/domain/checkpoint.ts';
import { type EventId, readId } from '../../lib/domain/ids.ts';
import { rootOf } from '../../lib/domain/merkle.ts';
import { instantOfMs } from '../../lib/domain/time.ts';
import { NOW } from '../support/builders.ts';

const STREAM = 'events-2026-11';
const NOTHING = createHash('sha256').digest('hex');

/** A chain of so many entries, and its root at every size. */
const chainOf = (count: number, mark = '') => {
  const entries: ChainedEntry[] = [];
  const roots: string[] = [NOTHING];
  let head = emptyHead(STREAM);
  for (let n = 1; n <= count; n += 1) {
    const id = readId<EventId>(`ev-${String(n).padStart(26, 'a')}`);
    const next = append(sha256Bytes, head, { id, occurredAt: NOW, body: `{"n":${n}${mark}}` }, NOW);
    entries.push(next.entry);
    head = next.head;
    roots.push(rootOf(sha256Bytes, head.frontier));
  }
  return { entries, roots, head };
};
const { entries, roots, head } = chainOf(6);
const at = (n: number): ChainedEntry => entries[n - 1]!;
const checkpoint = (size: number, said: Partial<Checkpoint> = {}): Checkpoint => ({
  ...{ stream: STREAM, size, root: roots[size]!, keyId: 'ours', signature: 's' },
  ...said,
});
const verified = (said: Partial<VerificationInput> = {}) =>
  verifyStream({
    stream: STREAM,
    entries,
    checkpoints: [],
    head: undefined,
    hash: sha256Bytes,
    isSigned: ({ keyId }) => keyId === 'ours',
    ...said,
  });

describe('an entry', () => {
  test('is hashed as canonical JSON, with its names in order', () => {
    const { hash, ...open } = at(2);
    const text = canonicalText(open);
    expect(text).toBe(
      `{"body":"{\\"n\\":2}","id":"ev-${'a'.repeat(25)}2","occurredAt":"2026-11-18T12:00:00.000Z",` +
        `"previous":"${at(1).hash}","recordedAt":"2026-11-18T12:00:00.000Z","seq":2,"stream":"${STREAM}","v":1}`,
    );
    expect(hashOfEntry(sha256Bytes, open)).toBe(hash);
  });

  test('continues what is there, which at first is nothing', () => {
    expect(emptyHead(STREAM)).toEqual({
      stream: STREAM,
      size: 0,
      hash: '0'.repeat(64),
      recordedAt: 0,
      frontier: [],
    });
    expect(head).toMatchObject({ stream: STREAM, size: 6, hash: at(6).hash, recordedAt: NOW });
    expect(head.frontier.map(({ leaves }) => leaves)).toEqual([4, 2]);
  });
});

describe('a record that is sound', () => {
  test('says how many entries it has, what is signed of them, and their root', () => {
    expect(verified({ checkpoints: [checkpoint(5), checkpoint(2)], head })).toEqual({
      stream: STREAM,
      entries: 6,
      checkpoints: 2,
      signedSize: 5,
      root: roots[6],
      tampers: [],
    });
  });

  test('may have no entries', () => {
    expect(verified({ entries: [], head: emptyHead(STREAM) })).toEqual({
      stream: STREAM,
      entries: 0,
      checkpoints: 0,
      signedSize: 0,
      root: NOTHING,
      tampers: [],
    });
  });
});

describe('a record that is bent', () => {
  const foreign = { ...at(3), stream: 'other' };
  test.each<readonly [string, readonly ChainedEntry[], object]>([
    [
      'by an entry of another stream',
      entries.with(2, foreign),
      { code: 'FOREIGN', seq: 3, detail: 'It says that it belongs to other.' },
    ],
    [
      'by an edit',
      entries.with(2, { ...at(3), body: '{}' }),
      { code: 'EDITED', seq: 3, detail: 'What it says does not give its hash.' },
    ],
    [
      'by a deletion',
      entries.toSpliced(2, 2),
      { code: 'MISSING', seq: 3, detail: 'Entry 5 follows entry 2.' },
    ],
    [
      'by a repetition',
      [...entries.slice(0, 3), at(2), ...entries.slice(3)],
      { code: 'OUT_OF_ORDER', seq: 2, detail: 'Entry 2 follows entry 3.' },
    ],
    [
      'by an entry of another chain',
      entries.with(3, chainOf(6, ',"x":1').entries[3]!),
      { code: 'BROKEN_LINK', seq: 4, detail: 'It does not continue entry 3 as that stands here.' },
    ],
  ])('%s is told once, by the first entry that can not be trusted', (_what, bent, tamper) => {
    const { tampers, entries: count, root } = verified({ entries: bent, head });
    expect(tampers).toEqual([tamper]);
    // What comes after it is counted, and nothing is concluded from it.
    expect(count).toBe(bent.length);
    expect(root).not.toBe(roots[6]);
  });

  test('by an entry that claims to be older than the one before', () => {
    const { hash: _, ...last } = append(
      sha256Bytes,
      { ...emptyHead(STREAM), size: 6, hash: at(6).hash },
      at(1),
      instantOfMs(NOW - 1),
    ).entry;
    const early = { ...last, hash: hashOfEntry(sha256Bytes, last) };
    expect(verified({ entries: [...entries, early] }).tampers).toEqual([
      { code: 'BACK_DATED', seq: 7, detail: 'It was recorded before entry 6.' },
    ]);
  });

  test('still is as it was up to the last checkpoint before that', () => {
    const bent = entries.with(3, { ...at(4), body: '{}' });
    expect(verified({ entries: bent, checkpoints: [checkpoint(6), checkpoint(3)] })).toMatchObject({
      checkpoints: 1,
      signedSize: 3,
      root: roots[3],
      tampers: [{ code: 'EDITED', seq: 4 }],
    });
  });
});

describe('a checkpoint', () => {
  test('is three lines', () => {
    expect(checkpointText({ stream: STREAM, size: 5, root: 'ab' })).toBe(
      `expiry-monitor/audit/${STREAM}\n5\nab\n`,
    );
  });

  test.each<readonly [string, Checkpoint, object]>([
    [
      'of another stream',
      checkpoint(4, { stream: 'other' }),
      { code: 'FOREIGN', seq: 4, detail: 'A checkpoint says that it belongs to other.' },
    ],
    [
      'that a stranger signed',
      checkpoint(4, { keyId: 'theirs' }),
      {
        code: 'WRONG_SIGNATURE',
        seq: 4,
        detail: 'The checkpoint at 4 is not signed by a trusted key.',
      },
    ],
    [
      'beyond the end',
      checkpoint(7, { root: 'ab' }),
      { code: 'TRUNCATED', seq: 7, detail: 'There were 7 entries once, and 6 are left.' },
    ],
    [
      'of other entries',
      checkpoint(4, { root: roots[5]! }),
      { code: 'FORKED', seq: 4, detail: 'The first 4 entries are not those that were signed.' },
    ],
  ])('%s vouches for nothing, and the others are looked at all the same', (_what, wrong, tamper) => {
    expect(verified({ checkpoints: [wrong, checkpoint(6), checkpoint(2)] })).toMatchObject({
      checkpoints: 2,
      signedSize: 6,
      tampers: [tamper],
    });
  });

  test('at the very end is not beyond it', () => {
    expect(verified({ checkpoints: [checkpoint(6)] }).tampers).toEqual([]);
  });
});

describe('where a record was said to end', () => {
  test.each<readonly [string, { readonly size: number; readonly hash: string }, readonly object[]]>([
    ['is its end', { size: 6, hash: at(6).hash }, []],
    [
      'is beyond it',
      { size: 7, hash: at(6).hash },
      [{ code: 'TRUNCATED', seq: 6, detail: 'Its head counts 7 entries, and 6 are there.' }],
    ],
    [
      'is before it',
      { size: 5, hash: at(5).hash },
      [{ code: 'FORKED', seq: 5, detail: 'Its head is not the end of these entries.' }],
    ],
    [
      'is another entry',
      { size: 6, hash: at(5).hash },
      [{ code: 'FORKED', seq: 6, detail: 'Its head is not the end of these entries.' }],
    ],
  ])('%s', (_what, said, tampers) => {
    expect(verified({ head: said }).tampers).toEqual(tampers);
  });

  test('says nothing more about a record that is bent before', () => {
    const bent = entries.with(0, { ...at(1), body: '{}' });
    expect(verified({ entries: bent, head }).tampers.map(({ code }) => code)).toEqual(['EDITED']);
  });
});
