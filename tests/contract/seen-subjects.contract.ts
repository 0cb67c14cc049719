import { describe, expect, test } from '@jest/globals';
import type { TenantId } from '../../lib/domain/ids.ts';
import type { ScanKey } from '../../lib/ports/scans.ts';
import type { SeenSubjects } from '../../lib/ports/seen-subjects.ts';
import { scanKind } from '../support/aggregate-kinds.ts';

/** What the memory of scans promises. Each test gets one with nothing in it. */
export const seenSubjectsContract = (
  name: string,
  makeSeenSubjects: (tenant: TenantId) => Promise<SeenSubjects>,
): void =>
  describe(name, () => {
    const [scan, other] = [scanKind.key(1), scanKind.key(2)];
    const empty = () => makeSeenSubjects(scan.tenant);
    const read = async (seen: SeenSubjects, key: ScanKey): Promise<readonly number[]> => {
      const all: number[] = [];
      for await (const marks of seen.read(key)) all.push(...marks);
      return all.sort((a, b) => a - b);
    };

    test('of nothing is nothing', async () => {
      await expect(read(await empty(), scan)).resolves.toEqual([]);
    });

    test('holds every page, however large, apart from those of other scans', async () => {
      const seen = await empty();
      const large = Array.from({ length: 5000 }, (_, n) => 2 ** 50 - 1 - n);
      await seen.note(scan, 0, Float64Array.from(large));
      await seen.note(scan, 11, Float64Array.of(1, 2));
      await seen.note(other, 0, Float64Array.of(3));
      await expect(read(seen, scan)).resolves.toEqual([1, 2, ...large.toReversed()]);
      await expect(read(seen, other)).resolves.toEqual([3]);
    });

    test('holds a page once that is noted again', async () => {
      const seen = await empty();
      await seen.note(scan, 7, Float64Array.of(1, 2));
      await seen.note(scan, 7, Float64Array.of(2, 4));
      await expect(read(seen, scan)).resolves.toEqual([2, 4]);
    });

    test('forgets a scan, also one that it does not know', async () => {
      const seen = await empty();
      for (let page = 0; page < 130; page += 1) await seen.note(scan, page, Float64Array.of(page));
      await seen.note(other, 0, Float64Array.of(3));
      for (const key of [scan, scan, scanKind.key(3)]) await seen.forget(key);
      await expect(read(seen, scan)).resolves.toEqual([]);
      await expect(read(seen, other)).resolves.toEqual([3]);
    });
  });
