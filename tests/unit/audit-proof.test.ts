import { describe, expect, test } from '@jest/globals';
import { sha256Bytes } from '../../lib/adapters/system/sha256.ts';
import { append, type ChainedEntry, emptyHead } from '../../lib/domain/audit-chain.ts';
import { proofsFor, type ProvedEntry, verifyProofs } from '../../lib/domain/audit-proof.ts';
import type { Checkpoint } from '../../lib/domain/checkpoint.ts';
import { type EventId, readId } from '../../lib/domain/ids.ts';
import { hex, leafHash, rootOf, grow, type Frontier } from '../../lib/domain/merkle.ts';
import { pathOf, rootByPath } from '../../lib/domain/merkle-proof.ts';
import { NOW } from '../support/builders.ts';

const STREAM = 'events-2026-11';

/** Leaves, and the root that the growing tree has over them. */
const tree = (size: number) => {
  const leaves = Array.from({ length: size }, (_, n) => leafHash(sha256Bytes, `leaf ${n}`));
  const frontier = leaves.reduce<Frontier>((before, leaf) => grow(sha256Bytes, before, leaf), []);
  return { leaves, root: rootOf(sha256Bytes, frontier) };
};

describe('the path of a leaf', () => {
  test('leads to the root of the growing tree, for every leaf at every size', () => {
    for (let size = 1; size <= 33; size += 1) {
      const { leaves, root } = tree(size);
      leaves.forEach((leaf, index) => {
        const path = pathOf(sha256Bytes, leaves, index);
        expect(rootByPath(sha256Bytes, leaf, index, size, path)).toBe(root);
      });
    }
  });

  test('of another leaf, place, size or path leads elsewhere or nowhere', () => {
    const { leaves, root } = tree(11);
    const path = pathOf(sha256Bytes, leaves, 6);
    const leaf = leaves[6]!;
    const lead = (...[one, index, size, way]: [Uint8Array, number, number, readonly string[]]) =>
      rootByPath(sha256Bytes, one, index, size, way);
    expect(lead(leaf, 6, 11, path)).toBe(root);
    expect(lead(leaves[5]!, 6, 11, path)).not.toBe(root);
    expect(lead(leaf, 7, 11, path)).not.toBe(root);
    expect(lead(leaf, 6, 20, path)).not.toBe(root);
    expect(lead(leaf, 6, 11, path.toReversed())).not.toBe(root);
    expect(lead(leaf, 6, 11, path.slice(1))).toBeUndefined();
    expect(lead(leaf, 6, 11, [...path, hex(leaf)])).toBeUndefined();
    expect(lead(leaf, -1, 11, path)).toBeUndefined();
    expect(lead(leaf, 11, 11, path)).toBeUndefined();
    expect(lead(leaf, 0, 1, [])).toBe(hex(leaf));
    expect(lead(leaf, 0, 1, [hex(leaf)])).toBeUndefined();
  });
});

const entries: readonly ChainedEntry[] = (() => {
  const made: ChainedEntry[] = [];
  let head = emptyHead(STREAM);
  for (let n = 1; n <= 9; n += 1) {
    const id = readId<EventId>(`ev-${String(n).padStart(26, 'a')}`);
    const next = append(sha256Bytes, head, { id, occurredAt: NOW, body: `{"n":${n}}` }, NOW);
    made.push(next.entry);
    head = next.head;
  }
  return made;
})();

const checkpointAt = (size: number): Checkpoint => {
  const head = entries
    .slice(0, size)
    .reduce((before, entry) => append(sha256Bytes, before, entry, NOW).head, emptyHead(STREAM));
  return { stream: STREAM, size, root: rootOf(sha256Bytes, head.frontier), keyId: 'k', signature: 's' };
};

const check = (
  proofs: readonly ProvedEntry[],
  checkpoints: readonly Checkpoint[] = [checkpointAt(8)],
  isSigned = () => true,
) => verifyProofs({ stream: STREAM, proofs, checkpoints, hash: sha256Bytes, isSigned });
const codes = (...args: Parameters<typeof check>) =>
  check(...args).tampers.map(({ code, seq }) => `${code}@${seq}`);

describe('some entries of a record', () => {
  const wanted = proofsFor(sha256Bytes, entries, 8, ({ seq }) => [2, 5, 9].includes(seq));
  const [second, fifth] = wanted as [ProvedEntry, ProvedEntry];

  test('are proved one by one, as far as the record was signed', () => {
    expect(wanted.map(({ entry, size }) => [entry.seq, size])).toEqual([
      [2, 8],
      [5, 8],
    ]);
    expect(check(wanted)).toEqual({ stream: STREAM, entries: 2, proved: 2, tampers: [] });
  });

  test('that were bent are named', () => {
    const edited = { ...fifth, entry: { ...fifth.entry, body: '{"n":0}' } };
    expect(codes([second, edited])).toEqual(['EDITED@5']);
    const foreign = { ...fifth, entry: { ...fifth.entry, stream: 'events-2026-10' } };
    expect(codes([second, foreign])).toEqual(['FOREIGN@5']);
    expect(codes([fifth, second])).toEqual(['OUT_OF_ORDER@2']);
    expect(codes([second, second])).toEqual(['OUT_OF_ORDER@2']);
  });

  test('that were hashed anew do not lead to the signed root', () => {
    const { seq, previous, stream, ...open } = fifth.entry;
    const head = { ...emptyHead(stream), size: seq - 1, hash: previous };
    const { entry } = append(sha256Bytes, head, { ...open, body: '{"n":0}' }, NOW);
    expect(codes([second, { ...fifth, entry }])).toEqual(['UNPROVED@5']);
    expect(check([second, { ...fifth, entry }]).proved).toBe(1);
  });

  test('without a signed checkpoint of their size are not proved', () => {
    expect(codes(wanted, [checkpointAt(7)])).toEqual(['UNPROVED@2', 'UNPROVED@5']);
    expect(codes(wanted, [checkpointAt(8)], () => false)).toEqual([
      'WRONG_SIGNATURE@8',
      'UNPROVED@2',
      'UNPROVED@5',
    ]);
    expect(codes([second], [{ ...checkpointAt(8), stream: 'events-2026-10' }])).toEqual([
      'WRONG_SIGNATURE@8',
      'UNPROVED@2',
    ]);
  });
});
