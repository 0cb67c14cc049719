import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { fromColumns, toColumns } from '../../lib/adapters/tables/chunked-text.ts';
import { arming } from '../../lib/adapters/tables/directory-table.ts';
import { link } from '../../lib/adapters/tables/links-table.ts';
import { renewal } from '../../lib/adapters/tables/renewal-schema.ts';
import { scanState } from '../../lib/adapters/tables/scans-table.ts';
import { keptSilence } from '../../lib/adapters/tables/silence-schema.ts';
import { summaryState } from '../../lib/adapters/tables/summaries-table.ts';
import { readState, stateColumns, type StateShape } from '../../lib/adapters/tables/state-columns.ts';
import { subjectState } from '../../lib/adapters/tables/subject-schema.ts';
import { links } from '../support/arbitraries/links.ts';
import { renewals } from '../support/arbitraries/renewals.ts';
import { keptSilences } from '../support/arbitraries/silences.ts';
import { subjectStates } from '../support/arbitraries/subjects.ts';
import { armingStates, scanStates, summaryStates } from '../support/arbitraries/watching.ts';
import { frozenCopy } from '../support/fakes/deep-copy.ts';

const place = { partitionKey: 'p', rowKey: 'r' };
const overTheWire = (columns: object): Record<string, unknown> =>
  JSON.parse(JSON.stringify(columns)) as Record<string, unknown>;

const comesBack = <State>(shape: StateShape<State>, states: fc.Arbitrary<State>): void => {
  fc.assert(
    fc.property(states.map(frozenCopy), (state) => {
      const columns = overTheWire(stateColumns('Table', place, shape, state));
      expect(readState('Table', shape, { ...place, columns, writtenAt: undefined })).toStrictEqual(state);
    }),
  );
};

describe('a state that was written is read back as it was', () => {
  test('of a subject', () => comesBack({ schema: subjectState, version: 1 }, subjectStates));
  test('of a renewal', () => comesBack({ schema: renewal, version: 1 }, renewals));
  test('of a link', () => comesBack({ schema: link, version: 1 }, links));
  test('of a scan', () => comesBack({ schema: scanState, version: 1 }, scanStates));
  test('of a silence', () => comesBack({ schema: keptSilence, version: 1 }, keptSilences));
  test('of a summary', () => comesBack({ schema: summaryState, version: 1 }, summaryStates));
  test('of an arming', () => comesBack({ schema: arming, version: 2 }, armingStates));
});

describe('a long text', () => {
  const pieces = fc.constantFrom('a', 'é', '€', '😀', '\u0000', '"');
  const longTexts = fc
    .array(fc.tuple(pieces, fc.nat(40_000)), { maxLength: 4 })
    .map((runs) => runs.map(([piece, times]) => piece.repeat(times)).join(''));

  test('comes back whole, in columns that a table takes', () => {
    fc.assert(
      fc.property(longTexts, (text) => {
        const columns = toColumns('facts', text);
        expect(fromColumns('facts', columns)).toBe(text);
        for (const piece of Object.values(columns)) {
          expect(piece.length).toBeLessThanOrEqual(30_000);
          expect(piece).not.toMatch(/[\ud800-\udbff]$/);
        }
      }),
      { numRuns: 50 },
    );
  });

  test('is not read when a piece is no text', () => {
    expect(fromColumns('facts', { facts: 'a', facts_1: 7 })).toBeUndefined();
  });
});

describe('a state that does not fit', () => {
  const [state] = fc.sample(scanStates, { seed: 1, numRuns: 1 });
  const shape = { schema: scanState, version: 1 };

  test('is refused with its table and row, before anything is written', () => {
    const tooLarge = { ...state!, cursor: 'x'.repeat(500_000) };
    expect(() => stateColumns('Scans', place, shape, tooLarge)).toThrow(
      /Table Scans, partition p, row r: .* bytes/,
    );
  });

  test('to its schema is refused too, since nobody could read it again', () => {
    const broken = { ...state!, attempts: 1.5 };
    expect(() => stateColumns('Scans', place, shape, broken)).toThrow('could not be read again');
  });
});
