import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { RenewalId } from '../../lib/domain/ids.ts';
import { markerText, readMarker } from '../../lib/domain/marker.ts';
import { shortIds, texts } from '../support/arbitraries/values.ts';

const ID = `rn-${'a'.repeat(26)}`;
const ours = `Expiry Monitor ${ID} #1`;

describe('the marker of what we made', () => {
  test('is read as it was written', () => {
    fc.assert(
      fc.property(shortIds<RenewalId>('rn'), fc.integer({ min: 1, max: 999_999 }), (renewalId, attempt) => {
        expect(readMarker(markerText({ renewalId, attempt }))).toEqual({ renewalId, attempt });
      }),
    );
  });

  test('fits into a display name of Graph, which has 120 characters at most', () => {
    expect(`Expiry Monitor ${ID} #999999`.length).toBeLessThanOrEqual(120);
  });

  // What is taken for ours may be removed, so nothing else may look like it.
  test.each([
    undefined,
    '',
    'ci secret',
    ` ${ours}`,
    `${ours} `,
    `${ours}\n`,
    `x\n${ours}`,
    `${ours}\u0000`,
    ours.toLowerCase(),
    ours.replace('#1', '#'),
    ours.replace('#1', '#-1'),
    ours.replace('#1', '#1.5'),
    ours.replace('#1', '#1234567'),
    ours.replace('#1', '#١'),
    ours.replace('rn-', 'cr-'),
    ours.replace('rn-', ''),
    ours.replace('aaaa', 'aaa'),
    ours.replace('aaaa', 'AAAA'),
    ours.replace('aaaa', 'aa1a'),
    ours.replace('Monitor ', 'Monitor\u00a0'),
    ours.replace('aaaa', 'aa\u200baa'),
    `${ours} ${ours}`,
  ])('is not in %j', (name) => {
    expect(readMarker(name)).toBeUndefined();
  });

  test('is in no name that people and directories make up', () => {
    fc.assert(fc.property(texts, (name) => readMarker(name) === undefined));
  });
});
