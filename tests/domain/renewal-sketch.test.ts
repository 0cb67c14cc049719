import { describe, expect, test } from '@jest/globals';
import { advance } from '../../lib/domain/renewal-advance.ts';
import { isHandedOver, isUnderWay, sketchOf } from '../../lib/domain/renewal-sketch.ts';
import { aRenewal, commandsAt, NOW, STATES } from '../support/builders.ts';

describe('the sketch of a renewal', () => {
  test('tells which states are under way, and which are handed over', () => {
    const sketches = STATES.map((state) => sketchOf(aRenewal(state)));
    const those = (is: typeof isUnderWay) => sketches.filter(is).map(({ state }) => state);
    expect(those(isUnderWay)).toEqual([
      'approved',
      'placing-certificate',
      'issuing',
      'issued',
      'delivered',
      'redeemed',
      'retired',
      'closed',
      'taking-back',
    ]);
    expect(those(isHandedOver)).toEqual(['redeemed', 'retired', 'closed']);
  });

  test('names what was made, once there is something, and is that of the state below a pause', () => {
    const renewal = aRenewal('approved');
    const paused = advance(renewal, commandsAt(NOW).postpone);
    if (!paused.ok) throw new Error(paused.failure);
    const { id, of } = renewal;
    expect(sketchOf(paused.value)).toEqual({
      id,
      subjectId: of.subjectId,
      state: 'approved',
      madeKeyId: undefined,
    });
    expect(sketchOf(aRenewal('delivered')).madeKeyId).toBe('new-1');
  });
});
