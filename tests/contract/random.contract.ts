import { describe, expect, test } from '@jest/globals';
import { LINK_ID_PATTERN } from '../../lib/domain/ids.ts';
import type { Random } from '../../lib/ports/random.ts';

const DRAWS = 1000;

/** What every source of chance promises. */
export const randomContract = (name: string, random: Random): void => {
  describe(`${name} as a source of chance`, () => {
    test('gives link ids that are well-formed and never the same', () => {
      const ids = Array.from({ length: DRAWS }, () => random.linkId());
      for (const id of ids) expect(id).toMatch(LINK_ID_PATTERN);
      expect(new Set(ids).size).toBe(DRAWS);
    });

    test('gives letters and digits, as many as are wanted, of every kind and never the same', () => {
      const texts = Array.from({ length: DRAWS }, () => random.lettersAndDigits(40));
      for (const text of texts) expect(text).toMatch(/^[A-Za-z0-9]{40}$/);
      expect(new Set(texts).size).toBe(DRAWS);
      expect(new Set(texts.join('')).size).toBe(62);
    });
  });
};
