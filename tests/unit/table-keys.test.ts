import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { dueKeyOf, dueRange, readDueKey } from '../../lib/adapters/tables/due-rows.ts';
import { shardOf } from '../../lib/adapters/tables/partitions.ts';
import type { RenewalId } from '../../lib/domain/ids.ts';
import { instantOfMs } from '../../lib/domain/time.ts';
import { linkIds, shortIds } from '../support/arbitraries/values.ts';

const ids = fc.oneof(shortIds<RenewalId>('rn'), linkIds);
const since1970 = fc.integer({ min: 0, max: Date.UTC(9999, 0) }).map(instantOfMs);

describe('the key of a due row', () => {
  test('lies in the range of what is due exactly when its instant has come', () => {
    const close = fc.tuple(since1970, fc.integer({ min: -2, max: 2 }), ids);
    fc.assert(
      fc.property(close, ([at, offset, id]) => {
        const now = instantOfMs(Math.max(0, at + offset));
        const { from, to } = dueRange(now);
        const key = dueKeyOf(at, id);
        expect(key >= from && key < to).toBe(at <= now);
      }),
    );
  });

  test('sorts as its instant does', () => {
    fc.assert(
      fc.property(since1970, since1970, ids, ids, (a, b, first, second) => {
        fc.pre(a !== b);
        expect(dueKeyOf(a, first) < dueKeyOf(b, second)).toBe(a < b);
      }),
    );
  });

  test('tells its instant and its aggregate', () => {
    fc.assert(
      fc.property(since1970, ids, (at, id) => {
        expect(readDueKey(dueKeyOf(at, id))).toEqual({ at, id });
      }),
    );
  });

  test.each([
    { year: 'before 1970', at: -1, key: 'due~1970-01-01T00:00:00.000Z~x' },
    { year: 'after 9999', at: Date.UTC(10000, 0), key: 'due~9999-12-31T23:59:59.999Z~x' },
  ])('keeps its width for an instant $year', ({ at, key }) => {
    expect(dueKeyOf(instantOfMs(at), 'x')).toBe(key);
  });
});

describe('the shard of an id', () => {
  test('is for ever what it was when the first row was written', () => {
    const known = [
      'rn-aaaaaaaaaaaaaaaaaaaaaaaaaa',
      'sb-abcdefghijklmnopqrstuvwxyz',
      'entra-applications',
      'key-vault',
    ];
    expect(known.map(shardOf)).toEqual(['f', '5', 'b', 'f']);
  });

  test('is one of sixteen, and none gets far more than its share', () => {
    const shards = fc.sample(ids, { seed: 1, numRuns: 3200 }).map(shardOf);
    const counts = '0123456789abcdef'.split('').map((shard) => shards.filter((one) => one === shard).length);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(3200);
    expect(Math.min(...counts)).toBeGreaterThan(120);
    expect(Math.max(...counts)).toBeLessThan(300);
  });
});
