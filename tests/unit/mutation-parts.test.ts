import { existsSync, readdirSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { NOTHING_TO_CHANGE, PARTS } from '../../scripts/mutation-parts.ts';

const root = new URL('../../', import.meta.url);
const domain = readdirSync(new URL('lib/domain/', root)).map((file) => basename(file, '.ts'));
const tried = PARTS.flatMap(({ files }) => files);

describe('the domain is tried by mutations', () => {
  test('in parts that hold each of its files once, but for what decides nothing', () => {
    expect(tried.toSorted()).toEqual(domain.filter((file) => !NOTHING_TO_CHANGE.has(file)).toSorted());
  });

  test.each(PARTS)('with tests that are there: $tests', ({ tests }) => {
    const missing = tests.filter(
      (name) => !existsSync(new URL(`tests/${name.includes('/') ? name : `domain/${name}`}.test.ts`, root)),
    );
    expect(missing).toEqual([]);
  });
});
