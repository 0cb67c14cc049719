import { describe, expect, test } from '@jest/globals';
import { type DayLine, tallyDay } from '../../lib/domain/day-tally.ts';
import { type CredentialId, readId } from '../../lib/domain/ids.ts';
import { days, minus } from '../../lib/domain/time.ts';
import type { QuietReason } from '../../lib/domain/verdict.ts';
import { NOW } from '../support/builders.ts';

const yesterday = minus(NOW, days(1));
const id = (letter: string) => readId<CredentialId>(`cr-${letter.repeat(26)}`);
const quiet = (reason: QuietReason) => ({ kind: 'quiet', reason }) as const;
const line = (letter: string, said: Partial<DayLine> = {}): DayLine => ({
  id: id(letter),
  firstSeenAt: minus(NOW, days(100)),
  verdict: quiet('already-announced'),
  rank: 1,
  isExpired: false,
  isAnnounced: true,
  isSilent: false,
  ...said,
});
const none = { credentials: 0, new: 0, due: 0, expired: 0, slipped: 0, resolved: 0, silenced: 0, waiting: 0 };
const tally = (lines: readonly DayLine[], open: string | undefined = undefined) =>
  tallyDay(lines, open === undefined ? undefined : { at: yesterday, open }).tally;
const openOf = (lines: readonly DayLine[]) => tallyDay(lines, undefined).open;

describe('the tally of a day', () => {
  test('of nothing is nothing', () => {
    expect(tallyDay([], undefined)).toEqual({ tally: none, open: '' });
  });

  test('counts as due what was announced and is neither expired nor silent', () => {
    const lines = [
      line('a'),
      line('b', { isExpired: true, rank: 4 }),
      line('c', { isAnnounced: false }),
      line('d', { isSilent: true, verdict: quiet('snoozed') }),
      line('e', { verdict: quiet('far-from-expiry'), rank: -1 }),
    ];
    expect(tally(lines)).toMatchObject({ credentials: 5, due: 1, expired: 1, silenced: 1 });
  });

  test.each<readonly [QuietReason, number]>([
    ['already-announced', 1],
    ['renewal-under-way', 1],
    ['long-expired', 1],
    ['snoozed', 1],
    ['accepted-risk', 0],
    ['replaced', 0],
    ['disabled', 0],
  ])('of an expired one that is quiet as %s counts %d', (reason, expired) => {
    expect(tally([line('a', { isExpired: true, rank: 4, verdict: quiet(reason) })]).expired).toBe(expired);
  });

  test('counts what still waits to be said', () => {
    const verdict = { kind: 'announce', stage: 'urgent', severity: 'high' } as const;
    expect(tally([line('a', { verdict, isAnnounced: false }), line('b')]).waiting).toBe(1);
    expect(openOf([line('a', { verdict })])).not.toBe('');
  });

  test('knows as open what is near its end or past it, and not what is before its first stage', () => {
    expect(openOf([line('a', { rank: 0 })])).toBe('aaaaaaaa0');
    expect(openOf([line('a', { rank: -1 })])).toBe('');
    expect(openOf([line('a', { rank: -1, isExpired: true })])).toBe('aaaaaaaa0');
    expect(openOf([line('a', { rank: 3 }), line('b', { rank: 99 })])).toBe('aaaaaaaa3bbbbbbbbl');
    expect(openOf([line('a', { verdict: quiet('replaced') })])).toBe('');
    expect(openOf([line('a', { verdict: quiet('accepted-risk') })])).toBe('aaaaaaaa1');
  });

  test('counts as new what was first seen since the day before, once there was one', () => {
    const lines = [line('a', { firstSeenAt: NOW }), line('b', { firstSeenAt: yesterday })];
    expect([tally(lines).new, tally(lines, '').new]).toEqual([0, 1]);
  });

  test('counts as resolved what was open and is not any more', () => {
    const before = openOf([line('a'), line('b'), line('c')]);
    expect(tally([line('a'), line('b', { verdict: quiet('replaced') })], before).resolved).toBe(2);
  });

  test('counts as slipped what came closer to its end without anyone agreeing to a new one', () => {
    const before = openOf([line('a'), line('b'), line('c'), line('d')]);
    const later = [
      line('a', { rank: 2 }),
      line('b', { rank: 2, isSilent: true }),
      line('c', { rank: 2, verdict: quiet('renewal-under-way') }),
      line('d'),
      line('e', { rank: 3 }),
    ];
    expect(tally(later, before).slipped).toBe(1);
  });

  test('remembers forty thousand, which a row can hold', () => {
    const many = Array.from({ length: 40_001 }, () => line('a'));
    expect(openOf(many)).toHaveLength(40_000 * 9);
  });
});
