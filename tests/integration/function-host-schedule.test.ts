import { describe, expect, test } from '@jest/globals';
import { ncrontab } from '../../local/function-host/ncrontab.ts';

describe('an NCRONTAB schedule', () => {
  test.each([
    ['every five minutes', '0 */5 * * * *', '2026-03-01T00:04:59Z', '2026-03-01T00:05:00.000Z'],
    ['strictly after, never at once', '0 */5 * * * *', '2026-03-01T00:05:00Z', '2026-03-01T00:10:00.000Z'],
    ['with five fields, at second 0', '30 6 * * *', '2026-03-01T07:00:00Z', '2026-03-02T06:30:00.000Z'],
    ['in UTC when clocks change', '0 30 1 * * *', '2026-03-29T00:00:00Z', '2026-03-29T01:30:00.000Z'],
    ['only when both day fields fit', '0 0 0 13 * FRI', '2026-03-14T00:00:00Z', '2026-11-13T00:00:00.000Z'],
    [
      'by names, lists and ranges',
      '0 0 9-17/4 * JAN,JUL 1-5',
      '2026-01-03T00:00:00Z',
      '2026-01-05T09:00:00.000Z',
    ],
  ])('is due %s', (_when, expression, after, due) => {
    expect(ncrontab(expression).next(new Date(after))?.toISOString()).toBe(due);
  });

  test.each([
    '0 0 0 L * *',
    '0 0 0 ? * MON',
    '0 0 0 * * 5#2',
    '@daily',
    '01:00:00',
    '* * * *',
    '0 61 * * * *',
  ])('is not "%s"', (expression) => {
    expect(() => ncrontab(expression)).toThrow('is no NCRONTAB expression');
  });

  test('of more than one occurrence a minute is known as such', () => {
    expect(ncrontab('*/30 * * * * *').subMinute).toBe(true);
    expect(ncrontab('0 * * * * *').subMinute).toBe(false);
  });
});
