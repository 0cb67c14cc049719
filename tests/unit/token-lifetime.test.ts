import { describe, expect, test } from '@jest/globals';
import { accessTokenLifetime, lifetimeWords } from '../../lib/adapters/graph/token-lifetime.ts';
import { hours, minutes } from '../../lib/domain/time.ts';

const policy = (said: object): readonly string[] => [JSON.stringify({ TokenLifetimePolicy: said })];

describe('a policy of token lifetimes', () => {
  test.each([
    ['8:00:00', hours(8)],
    ['00:10:00', minutes(10)],
    ['1.00:00:00', hours(24)],
    ['1:00:00', 'default'],
    ['01:00:00.0000000', 'default'],
    ['for ever', 'not-understood'],
    ['999999.00:00:00', 'not-understood'],
  ])('that says %s', (AccessTokenLifetime, expected) => {
    expect(accessTokenLifetime(policy({ Version: 1, AccessTokenLifetime }))).toBe(expected);
  });

  test('that says nothing of access tokens changes nothing', () => {
    expect(accessTokenLifetime(policy({ MaxAgeSessionSingleFactor: '90.00:00:00' }))).toBe('default');
  });

  test.each([[[]], [['{']], [['null']], [['{"Other":{}}']]])('that is %j is not understood', (definition) => {
    expect(accessTokenLifetime(definition)).toBe('not-understood');
  });

  test.each([
    [hours(8), '8 h'],
    [minutes(90), '1 h 30 min'],
    [minutes(10), '10 min'],
    [minutes(0), 'less than a minute'],
  ])('is told in words', (lifetime, words) => {
    expect(lifetimeWords(lifetime)).toBe(words);
  });
});
