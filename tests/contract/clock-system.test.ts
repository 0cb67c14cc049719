import { expect, test } from '@jest/globals';
import { systemClock } from '../../lib/adapters/system/system-clock.ts';
import { clockContract } from './clock.contract.ts';

clockContract("this machine's clock", systemClock);

test("this machine's clock tells the time of this machine", () => {
  const before = Date.now();
  const now = systemClock.now();
  expect(now).toBeGreaterThanOrEqual(before);
  expect(now).toBeLessThanOrEqual(Date.now());
});
