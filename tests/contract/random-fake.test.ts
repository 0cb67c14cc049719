import { expect, test } from '@jest/globals';
import { fakeRandom } from '../support/fakes/random.ts';
import { randomContract } from './random.contract.ts';

randomContract('seeded chance', fakeRandom());

test('seeded chance repeats itself for the same seed, and for that alone', () => {
  const [one, same, other] = [fakeRandom('a'), fakeRandom('a'), fakeRandom('b')];
  const first = one.linkId();
  expect(same.linkId()).toBe(first);
  expect(other.linkId()).not.toBe(first);
});
