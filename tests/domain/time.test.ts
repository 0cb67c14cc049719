import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  between,
  days,
  earlier,
  hours,
  instantOfMs,
  minutes,
  parseDuration,
  parseInstant,
  plus,
  seconds,
  toIso,
  wholeDays,
} from '../../lib/domain/time.ts';
import { instants } from '../support/arbitraries/values.ts';
import { NOW } from '../support/builders.ts';

describe('a date-time', () => {
  test.each([
    ['2026-11-18T12:00:00Z', '2026-11-18T12:00:00.000Z'],
    ['2026-11-18T12:00:00.1Z', '2026-11-18T12:00:00.100Z'],
    ['2026-11-18T12:00:00.12Z', '2026-11-18T12:00:00.120Z'],
    ['2026-11-18T12:00:00.123Z', '2026-11-18T12:00:00.123Z'],
    ['2026-11-18T12:00:00.1239Z', '2026-11-18T12:00:00.123Z'],
    ['2026-11-18T12:00:00.12399Z', '2026-11-18T12:00:00.123Z'],
    ['2026-11-18T12:00:00.123999Z', '2026-11-18T12:00:00.123Z'],
    ['2026-11-18T12:00:00.9999999Z', '2026-11-18T12:00:00.999Z'],
    ['2026-11-18T12:00:00+05:30', '2026-11-18T06:30:00.000Z'],
    ['2026-12-31T23:30:00-01:00', '2027-01-01T00:30:00.000Z'],
    ['2026-12-31T23:59:59.9999999Z', '2026-12-31T23:59:59.999Z'],
    ['2028-02-29T00:00:00Z', '2028-02-29T00:00:00.000Z'],
    ['2000-02-29T00:00:00Z', '2000-02-29T00:00:00.000Z'],
    ['1969-12-31T23:59:59.5Z', '1969-12-31T23:59:59.500Z'],
  ])('%s is %s', (text, iso) => {
    const parsed = parseInstant(text);
    expect(parsed === undefined ? undefined : toIso(parsed)).toBe(iso);
  });

  test.each([
    '',
    'soon',
    '2026-11-18',
    '2026-11-18T12:00:00',
    '2026-11-18 12:00:00Z',
    '2026-11-18T12:00Z',
    '2026-11-18T12:00:00.Z',
    '2026-11-18T12:00:00,5Z',
    '2026-11-18T12:00:00+0530',
    '2026-11-18T12:00:00+24:00',
    '2026-13-01T00:00:00Z',
    '2026-00-01T00:00:00Z',
    '2026-11-00T00:00:00Z',
    '2026-11-31T00:00:00Z',
    '2026-02-29T00:00:00Z',
    '2100-02-29T00:00:00Z',
    '2026-11-18T25:00:00Z',
    '2026-11-18T12:00:60Z',
    '2026-11-18T12:00:00Z\n',
    'x2026-11-18T12:00:00Z',
  ])('is not what %j says', (text) => {
    expect(parseInstant(text)).toBeUndefined();
  });

  test('that was written is read as the same instant', () => {
    fc.assert(fc.property(instants, (at) => parseInstant(toIso(at)) === at));
  });

  test('is the same instant in whatever zone it is written', () => {
    fc.assert(
      fc.property(instants, fc.integer({ min: -14 * 60, max: 14 * 60 }), (at, offset) => {
        const local = toIso(plus(at, minutes(offset))).replace('Z', '');
        const two = (n: number) => String(Math.abs(n)).padStart(2, '0');
        const zone = `${offset < 0 ? '-' : '+'}${two(Math.trunc(offset / 60))}:${two(offset % 60)}`;
        expect(parseInstant(`${local}${zone}`)).toBe(at);
      }),
    );
  });
});

describe('a duration', () => {
  test.each([
    ['P14D', days(14)],
    ['P2W', days(14)],
    ['P1W1D', days(8)],
    ['PT5M', minutes(5)],
    ['PT90S', seconds(90)],
    ['PT0.5S', 500],
    ['P1DT2H3M4S', days(1) + hours(2) + minutes(3) + seconds(4)],
    ['PT36H', days(1.5)],
    ['P0D', 0],
  ])('%s is %d ms', (text, ms) => {
    expect(parseDuration(text)).toBe(ms);
  });

  // A month and a year have no length of their own.
  test.each([
    '',
    'P',
    'PT',
    'P1DT',
    '14D',
    'P14',
    'P1M',
    'P1Y',
    'P-1D',
    '-P1D',
    'P1.5D',
    'PT1H30',
    'p14d',
    'P14D ',
  ])('is not what %j says', (text) => {
    expect(parseDuration(text)).toBeUndefined();
  });
});

describe('whole days that remain', () => {
  test.each([
    [days(1), 1],
    [days(1) - 1, 0],
    [0, 0],
    [-1, -1],
    [days(-1), -1],
    [days(-1) - 1, -2],
    [days(30) + hours(23), 30],
  ])('in %d ms are %d', (ms, left) => {
    expect(wholeDays(NOW, instantOfMs(NOW + ms))).toBe(left);
  });

  test('do not know summer time', () => {
    const before = instantOfMs(Date.UTC(2026, 2, 28, 12));
    const after = instantOfMs(Date.UTC(2026, 2, 30, 12));
    expect(wholeDays(before, after)).toBe(2);
    expect(between(before, after)).toBe(days(2));
  });

  test('of two instants, the earlier is earlier whichever comes first', () => {
    fc.assert(fc.property(instants, instants, (a, b) => earlier(a, b) === Math.min(a, b)));
  });
});
