import { describe, expect, test } from '@jest/globals';
import { sha256 } from '../../lib/adapters/system/sha256.ts';
import { type DayLine, tallyDay } from '../../lib/domain/day-tally.ts';
import { type CredentialId, credentialId, readId } from '../../lib/domain/ids.ts';
import { days, minus, plus } from '../../lib/domain/time.ts';
import type { QuietReason, Verdict } from '../../lib/domain/verdict.ts';
import { aSubject, NOW } from '../support/builders.ts';

const YESTERDAY = minus(NOW, days(1));
const quiet = (reason: QuietReason): Verdict => ({ kind: 'quiet', reason });
const announce: Verdict = { kind: 'announce', stage: 'urgent', severity: 'high' };
/** A credential that is near its end, told apart by a number; it was announced. */
const line = (n: number, said: Partial<DayLine> = {}): DayLine => ({
  id: credentialId(sha256, aSubject().id, 'client-secret', String(n)),
  firstSeenAt: minus(NOW, days(100)),
  verdict: quiet('already-announced'),
  rank: 1,
  isExpired: false,
  isAnnounced: true,
  isSilent: false,
  isArmed: true,
  ...said,
});
const far = (n: number, said: Partial<DayLine> = {}) =>
  line(n, { verdict: quiet('far-from-expiry'), rank: -1, isAnnounced: false, ...said });
const after = (before: readonly DayLine[], now: readonly DayLine[]) =>
  tallyDay(now, { at: YESTERDAY, open: tallyDay(before, undefined).open }).tally;
const NOTHING = {
  credentials: 0,
  new: 0,
  due: 0,
  expired: 0,
  slipped: 0,
  resolved: 0,
  silenced: 0,
  waiting: 0,
};

describe('a day is summed up', () => {
  test('as nothing when nothing is known', () => {
    expect(tallyDay([], undefined)).toEqual({ tally: NOTHING, open: '' });
  });

  test('with what is known, due and expired', () => {
    const lines = [
      line(1),
      far(2),
      line(3, { rank: 4, isExpired: true }),
      line(4, { verdict: announce, isAnnounced: false }),
      line(5, { rank: 4, isExpired: true, verdict: quiet('long-expired'), isAnnounced: false }),
      line(6, { verdict: quiet('replaced') }),
    ];
    expect(tallyDay(lines, undefined).tally).toEqual({
      ...NOTHING,
      credentials: 6,
      due: 1,
      expired: 2,
      waiting: 1,
    });
  });

  test.each<[QuietReason, boolean]>([
    ['already-announced', true],
    ['renewal-under-way', true],
    ['replaced', false],
    ['next-present', false],
    ['disabled', false],
    ['system-managed', false],
    ['excluded', false],
    ['renews-itself', false],
  ])('what is quiet since it is %s is due: %s', (reason, isDue) => {
    expect(tallyDay([line(1, { verdict: quiet(reason) })], undefined).tally.due).toBe(isDue ? 1 : 0);
  });

  test('with what is new since the last one, and nothing new the first time', () => {
    const lines = [
      line(1, { firstSeenAt: plus(YESTERDAY, days(0.5)) }),
      line(2, { firstSeenAt: YESTERDAY }),
      line(3),
    ];
    expect(after([], lines).new).toBe(1);
    expect(tallyDay(lines, undefined).tally.new).toBe(0);
  });

  test('with what people silenced, wherever it stands; it is neither due nor slipped, and still open', () => {
    const snoozed = line(1, { verdict: quiet('snoozed'), isSilent: true, rank: 2 });
    const today = [snoozed, far(2, { isSilent: true })];
    expect(after([line(1)], today)).toMatchObject({ silenced: 2, due: 0, slipped: 0, resolved: 0 });
  });

  test('with what has expired though its policy has no stage for it, and without what is silent far from its end', () => {
    const expired = line(1, { rank: -1, isExpired: true });
    const snoozed = far(2, { verdict: quiet('snoozed'), isAnnounced: true });
    expect(tallyDay([expired, snoozed], undefined).tally).toMatchObject({ expired: 1, due: 0 });
  });

  test('with an accepted risk that has expired, which counts as accepted', () => {
    const accepted = line(1, { isExpired: true, rank: 4, verdict: quiet('accepted-risk'), isSilent: true });
    expect(after([line(1)], [accepted])).toMatchObject({ expired: 0, resolved: 0, silenced: 1 });
    const snoozed = { ...accepted, verdict: quiet('snoozed') };
    expect(after([line(1)], [snoozed]).expired).toBe(1);
  });
});

describe('what slipped', () => {
  test.each<[string, DayLine[], DayLine[], number]>([
    ['is what came closer', [line(1)], [line(1, { rank: 2 })], 1],
    ['is not what stands where it stood', [line(1)], [line(1)], 0],
    ['is not what came to its first stage', [far(1)], [line(1, { rank: 0 })], 0],
    [
      'is not what is being renewed',
      [line(1)],
      [line(1, { rank: 2, verdict: quiet('renewal-under-way') })],
      0,
    ],
    ['is what is to be said now', [line(1)], [line(1, { rank: 2, verdict: announce })], 1],
    ['is what expired', [line(1)], [line(1, { rank: 4, isExpired: true })], 1],
    ['is not what stepped back, under another policy', [line(1, { rank: 3 })], [line(1, { rank: 1 })], 0],
    ['counts from the first of many stages', [line(1, { rank: 0 })], [line(1, { rank: 1 })], 1],
  ])('%s', (_what, before, now, slipped) => {
    expect(after(before, now).slipped).toBe(slipped);
  });
});

describe('what is resolved', () => {
  test.each<[string, DayLine[], DayLine[], number]>([
    ['is what is gone', [line(1), line(2)], [line(2)], 1],
    ['is what was replaced', [line(1)], [line(1, { verdict: quiet('replaced') })], 1],
    ['is what has a new end', [line(1)], [far(1)], 1],
    ['is not what was far from its end before it went', [far(1)], [], 0],
    ['is not what is no longer heard', [line(1)], [line(1, { isArmed: false })], 0],
    ['is not what is still there', [line(1)], [line(1, { rank: 3 })], 0],
  ])('%s', (_what, before, now, resolved) => {
    expect(after(before, now).resolved).toBe(resolved);
  });

  test('is counted once: the day after it is forgotten', () => {
    const first = tallyDay([line(1)], undefined);
    const second = tallyDay([], { at: YESTERDAY, open: first.open });
    const third = tallyDay([], { at: NOW, open: second.open });
    expect([second.tally.resolved, third.tally.resolved]).toEqual([1, 0]);
  });
});

describe('what does not speak', () => {
  test('is not counted at all', () => {
    const silent = [line(1, { isArmed: false, isSilent: true, verdict: announce, isExpired: true })];
    expect(tallyDay(silent, undefined)).toEqual({ tally: NOTHING, open: '' });
  });
});

describe('what is remembered', () => {
  test('is nine characters for each open credential, and at most forty thousand of them', () => {
    expect(tallyDay([line(1), far(2), line(3)], undefined).open).toHaveLength(18);
    const idOf = (n: number) =>
      readId<CredentialId>(`cr-${String(n).padStart(26, '0').split('').reverse().join('')}`);
    const one = line(1);
    const many = Array.from({ length: 40_001 }, (_, n) => ({ ...one, id: idOf(n) }));
    expect(tallyDay(many, undefined).open.length).toBe(9 * 40_000);
  });

  test('holds ranks of policies with very many stages, as the highest that it can say', () => {
    expect(after([line(1, { rank: 59 })], [line(1, { rank: 60 })]).slipped).toBe(1);
    expect(after([line(1, { rank: 500 })], [line(1, { rank: 500 })]).slipped).toBe(0);
  });
});
