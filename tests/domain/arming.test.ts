import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  type Arming,
  armedBy,
  armedIfWanted,
  type ArmingWord,
  heed,
  unarmed,
} from '../../lib/domain/arming.ts';
import { days, plus } from '../../lib/domain/time.ts';
import { aPerson, aSubject, NOW } from '../support/builders.ts';

const { tenant } = aSubject();
const by = { tenant, objectId: aPerson('Ada').objectId };
const other = { tenant, objectId: aPerson('Olive').objectId };
const LATER = plus(NOW, days(1));
const word = (said: ArmingWord['word'], at = NOW, who = by): ArmingWord => ({ word: said, by: who, at });
const fresh = unarmed({ tenant, source: 'key-vault' });
const known: Arming = { ...fresh, baselineAt: NOW };
const armedBySetting = armedIfWanted(known, true, NOW);

describe('a new source', () => {
  test('is unarmed, and nothing is known of it', () => {
    expect(fresh).toEqual({
      tenant,
      source: 'key-vault',
      baselineAt: undefined,
      armedAt: undefined,
      said: undefined,
      waking: undefined,
      wokenFor: undefined,
    });
    expect(armedBy(fresh)).toBeUndefined();
  });

  test('is armed by the setting once its baseline is known, and not before', () => {
    expect(armedIfWanted(fresh, true, NOW)).toBe(fresh);
    expect(armedIfWanted(known, false, NOW)).toBe(known);
    expect(armedBySetting).toEqual({ ...known, armedAt: NOW });
    expect(armedBy(armedBySetting)).toBe('setting');
  });

  test('that is armed already stays armed since then', () => {
    expect(armedIfWanted(armedBySetting, true, LATER)).toBe(armedBySetting);
    expect(armedIfWanted(armedBySetting, false, LATER)).toBe(armedBySetting);
  });
});

describe('the word to arm', () => {
  test('arms what has its baseline, by that person', () => {
    const armed = heed(known, word('arm'), 'act');
    expect(armed).toEqual({ ...known, said: word('arm'), armedAt: NOW });
    expect(armedBy(armed)).toEqual(by);
  });

  test('before the baseline is kept, and heeded with it whatever the setting says', () => {
    const wished = heed(fresh, word('arm'), 'act');
    expect(wished).toEqual({ ...fresh, said: word('arm') });
    expect(armedBy(wished)).toBeUndefined();
    expect(armedIfWanted({ ...wished, baselineAt: LATER }, false, LATER).armedAt).toBe(LATER);
  });

  test('under observe is kept, and heeded when we may act', () => {
    const wished = heed(known, word('arm'), 'observe');
    expect(wished).toEqual({ ...known, said: word('arm') });
    expect(heed(wished, word('arm', LATER, other), 'act')).toEqual({ ...wished, armedAt: LATER });
  });

  test('said again, by whomever, changes nothing', () => {
    const armed = heed(known, word('arm'), 'act');
    expect(heed(armed, word('arm', LATER, other), 'act')).toBe(armed);
    expect(heed(armedBySetting, word('arm', LATER), 'act')).toBe(armedBySetting);
    const wished = heed(fresh, word('arm'), 'act');
    expect(heed(wished, word('arm', LATER, other), 'act')).toBe(wished);
  });
});

describe('the word to disarm', () => {
  const busy: Arming = {
    ...armedBySetting,
    wokenFor: 'policy',
    waking: { policy: 'next', after: undefined, missed: false },
  };

  test('forgets that it was armed and woken, and stands over the setting', () => {
    const silent = heed(busy, word('disarm', LATER), 'act');
    expect(silent).toEqual({ ...known, said: word('disarm', LATER) });
    expect(armedIfWanted(silent, true, LATER)).toBe(silent);
    expect(armedBy(silent)).toBeUndefined();
  });

  test('takes a wish back, is kept where the setting would arm, and said again changes nothing', () => {
    const wished = heed(fresh, word('arm'), 'act');
    expect(heed(wished, word('disarm', LATER), 'act').said).toEqual(word('disarm', LATER));
    const kept = heed(fresh, word('disarm'), 'act');
    expect(kept.said).toEqual(word('disarm'));
    expect(heed(kept, word('disarm', LATER, other), 'observe')).toBe(kept);
  });

  test('gives way to a later word to arm', () => {
    const silent = heed(busy, word('disarm'), 'act');
    const armed = heed(silent, word('arm', LATER, other), 'act');
    expect(armed).toMatchObject({ armedAt: LATER, said: { word: 'arm', by: other } });
  });
});

test('whatever is said in whatever order, nothing is armed without its baseline, and the last word holds', () => {
  const words = fc.array(
    fc.record({ said: fc.constantFrom('arm' as const, 'disarm' as const), act: fc.boolean() }),
    { minLength: 1 },
  );
  fc.assert(
    fc.property(fc.boolean(), words, fc.boolean(), (hasBaseline, all, inSetting) => {
      let arming: Arming = hasBaseline ? known : fresh;
      for (const { said, act } of all) arming = heed(arming, word(said), act ? 'act' : 'observe');
      const settled = armedIfWanted(arming, inSetting, LATER);
      const last = all.at(-1)!.said;
      expect(settled.armedAt !== undefined).toBe(hasBaseline && last === 'arm');
    }),
  );
});
