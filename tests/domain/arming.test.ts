import { describe, expect, test } from '@jest/globals';
import {
  type Arming,
  armedBy,
  armedIfWanted,
  type ArmingWord,
  heed,
  unarmed,
} from '../../lib/domain/arming.ts';
import { days, minus } from '../../lib/domain/time.ts';
import { aPerson, aSubject, NOW } from '../support/builders.ts';

const key = { tenant: aSubject().tenant, source: 'key-vault' } as const;
const { tenant, objectId } = aPerson('Otto');
const by = { tenant, objectId };
const said = (word: ArmingWord['word']): ArmingWord => ({ word, by, at: NOW });
const known: Arming = { ...unarmed(key), baselineAt: minus(NOW, days(1)) };
const armed: Arming = { ...known, armedAt: minus(NOW, days(1)), wokenFor: 'policy' };
const waking = { policy: 'p', after: undefined, missed: false };

describe('a source', () => {
  test('begins unarmed, and nothing is known of it', () => {
    expect(unarmed({ ...key, ...{ more: 1 } })).toEqual({
      ...key,
      baselineAt: undefined,
      armedAt: undefined,
      said: undefined,
      waking: undefined,
      wokenFor: undefined,
    });
    expect(armedBy(unarmed(key))).toBeUndefined();
  });

  test("is armed by a person's word, at once where its baseline is known, else once it is", () => {
    expect(heed(known, said('arm'))).toEqual({ ...known, said: said('arm'), armedAt: NOW });
    const waiting = heed(unarmed(key), said('arm'));
    expect(waiting.armedAt).toBeUndefined();
    expect(armedIfWanted(waiting, false, NOW)).toBe(waiting);
    const later = armedIfWanted({ ...waiting, baselineAt: NOW }, false, NOW);
    expect([later.armedAt, armedBy(later)]).toEqual([NOW, by]);
  });

  test('that is armed, or is to be, is not armed again', () => {
    expect(heed(armed, said('arm'))).toBe(armed);
    const waiting = heed(unarmed(key), said('arm'));
    expect(heed(waiting, said('arm'))).toBe(waiting);
    expect(armedIfWanted(armed, true, NOW)).toBe(armed);
  });

  test('is disarmed, and forgets whom it woke', () => {
    const disarmed = heed({ ...armed, waking }, said('disarm'));
    expect(disarmed).toEqual({ ...known, said: said('disarm') });
    expect(heed(disarmed, said('disarm'))).toBe(disarmed);
    expect(heed(known, said('disarm'))).toEqual({ ...known, said: said('disarm') });
    expect(heed({ ...armed, said: said('disarm') }, said('disarm')).armedAt).toBeUndefined();
    expect(heed({ ...known, said: said('arm') }, said('disarm')).said).toEqual(said('disarm'));
  });

  test('follows the setting where nobody said a word, and a word over the setting', () => {
    expect(armedIfWanted(known, true, NOW)).toEqual({ ...known, armedAt: NOW });
    expect(armedIfWanted(known, false, NOW)).toBe(known);
    const disarmed = heed(armed, said('disarm'));
    expect(armedIfWanted(disarmed, true, NOW)).toBe(disarmed);
    const wanted = { ...known, said: said('arm') };
    expect(armedIfWanted(wanted, false, NOW).armedAt).toBe(NOW);
  });

  test('says who armed it', () => {
    expect(armedBy(armed)).toBe('setting');
    expect(armedBy({ ...armed, said: said('arm') })).toEqual(by);
    expect(armedBy({ ...armed, said: said('disarm') })).toBe('setting');
  });
});
