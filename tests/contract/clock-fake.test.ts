import { expect, test } from '@jest/globals';
import { between, hours } from '../../lib/domain/time.ts';
import { fakeClock } from '../support/fakes/clock.ts';
import { clockContract } from './clock.contract.ts';

clockContract('the clock that is moved by hand', fakeClock());

test('the clock that is moved by hand stands, moves by what it is told, and goes back too', () => {
  const clock = fakeClock();
  const start = clock.now();
  expect(clock.now()).toBe(start);
  clock.wait(hours(3));
  expect(between(start, clock.now())).toBe(hours(3));
  clock.set(start);
  expect(clock.now()).toBe(start);
});
