import { describe, expect, test } from '@jest/globals';
import { latenessOf } from '../../lib/domain/lateness.ts';
import { days, hours, minus } from '../../lib/domain/time.ts';
import { NOW } from '../support/builders.ts';

describe('how late a stage is said counts from', () => {
  const longAgo = minus(NOW, days(100));

  test.each([
    ['the begin of the stage', { from: minus(NOW, hours(2)), firstSeenAt: longAgo, armedAt: longAgo }],
    ['the first sight of it', { from: longAgo, firstSeenAt: minus(NOW, hours(2)), armedAt: longAgo }],
    ['the arming of its source', { from: longAgo, firstSeenAt: longAgo, armedAt: minus(NOW, hours(2)) }],
  ])('%s, where that came last', (_, sayable) => {
    expect(latenessOf(sayable, NOW)).toBe(hours(2));
  });
});
