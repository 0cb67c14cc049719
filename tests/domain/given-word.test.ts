import { describe, expect, test } from '@jest/globals';
import { commandOf, type GivenWord, hasPlace, type Said } from '../../lib/domain/given-word.ts';
import { advanceRollOver } from '../../lib/domain/roll-over-advance.ts';
import type { RollOver, RollOverCommand } from '../../lib/domain/roll-over.ts';
import { days, hours, plus } from '../../lib/domain/time.ts';
import { aPerson, aRollOver, NOW } from '../support/builders.ts';

const { tenant, objectId } = aPerson('Ada');
const word = (said: Said, reference: string | undefined = 'CHG0001'): GivenWord => ({
  ...{ id: 'w-1', by: { tenant, objectId }, at: NOW, reference, said },
});
const LATER = plus(NOW, hours(1));
const PARTNERS = [{ name: 'Payroll', address: undefined }];
const { said: _, ...kept } = word({ what: 'hold' });
const stated = { kind: 'stated', at: NOW, word: kept } as const;

describe('what follows from a word', () => {
  test.each<[Said, RollOverCommand]>([
    [
      { what: 'acknowledged', partner: 'Payroll' },
      { kind: 'answer', partner: 'Payroll', word: kept },
    ],
    [
      { what: 'done', step: 'add' },
      {
        kind: 'added',
        next: { keyId: undefined, thumbprint: undefined, expiresAt: undefined },
        ...{ partners: PARTNERS, proof: stated, now: LATER },
      },
    ],
    [
      { what: 'done', step: 'switch' },
      { kind: 'switched', proof: stated },
    ],
    [
      { what: 'done', step: 'remove' },
      { kind: 'removed', proof: stated, now: LATER },
    ],
    [
      { what: 'approved', step: 'remove' },
      { kind: 'approve', step: 'remove', word: kept },
    ],
    [
      { what: 'switch-on', switchAt: LATER },
      { kind: 'agree', switchAt: LATER, now: LATER },
    ],
    [{ what: 'hold' }, { kind: 'hold', word: kept }],
    [{ what: 'resume' }, { kind: 'resume' }],
    [{ what: 'undo' }, { kind: 'undo' }],
  ])('%j', (said, command) => {
    expect(commandOf(word(said), PARTNERS, LATER)).toEqual(command);
  });
});

describe('whether a word has a place', () => {
  const theirs = aRollOver({ carrier: 'people' });
  const at = (phase: 'switched' | 'removed'): RollOver =>
    aRollOver({
      at: {
        ...{ phase, next: { keyId: 'n', thumbprint: 'AB', expiresAt: undefined } },
        ...{ added: stated, switched: stated, removed: stated, removeAt: plus(NOW, days(30)) },
      } as RollOver['at'],
    });
  const fits = (r: RollOver, said: Said, reference?: string) => {
    const place = hasPlace(r, reference === undefined ? word(said) : word(said, reference), NOW);
    return place.ok ? 'fits' : place.failure;
  };

  test('a step of ours is not stated, and one of people is only with a reference', () => {
    expect(fits(aRollOver(), { what: 'done', step: 'add' })).toBe('IS_OURS');
    expect(fits(theirs, { what: 'done', step: 'add' })).toBe('fits');
    expect(fits(theirs, { what: 'done', step: 'add' }, '  ')).toBe('NO_REFERENCE');
    expect(hasPlace(theirs, { ...word({ what: 'done', step: 'add' }), reference: undefined }, NOW)).toEqual({
      ok: false,
      failure: 'NO_REFERENCE',
    });
    expect(fits(theirs, { what: 'hold' }, '')).toBe('fits');
  });

  test('undoing has one until the switch', () => {
    expect(fits(aRollOver(), { what: 'undo' })).toBe('fits');
    expect(fits(at('switched'), { what: 'undo' })).toBe('OUT_OF_ORDER');
  });

  test('all else is asked of the machine', () => {
    expect(fits(aRollOver(), { what: 'resume' })).toBe('OUT_OF_ORDER');
    expect(fits(aRollOver(), { what: 'hold' })).toBe('fits');
    expect(fits(aRollOver(), { what: 'switch-on', switchAt: plus(NOW, days(21)) })).toBe('AFTER_EXPIRY');
    expect(fits(at('removed'), { what: 'hold' })).toBe('OUT_OF_ORDER');
    const held = advanceRollOver(aRollOver(), { kind: 'hold', word: kept });
    expect(held.ok && fits(held.value, { what: 'resume' })).toBe('fits');
  });
});
