import { describe, expect, test } from '@jest/globals';
import { isOwedNow, type OwedNotice } from '../../lib/domain/judged.ts';
import type { Judging, JudgingInput } from '../../lib/domain/judging.ts';
import { DEFAULT_POLICY, type Policy } from '../../lib/domain/policy.ts';
import { days, type Instant, minutes, plus } from '../../lib/domain/time.ts';
import { aCredential, aSilence, NOW } from '../support/builders.ts';
import { saidOf, watched } from '../support/watched.ts';

const inDays = (n: number): Instant => plus(NOW, days(n));
const credential = aCredential();
const memoryOf = ({ judged }: Judging) => judged[credential.id];
const noticeOf = (judging: Judging) => memoryOf(judging)?.notice;

describe('a notice', () => {
  test('goes to the owner and up the ladder, stage by stage', () => {
    const { judge, mailed } = watched({ credentials: [aCredential({ expiresAt: inDays(60) })] });
    const to = [0, 30, 53, 59, 60].map((day) => {
      const notice = noticeOf(judge(inDays(day)));
      mailed();
      return [notice?.stage, ...(notice?.to ?? [])];
    });
    expect(to).toEqual([
      ['notice', 'owner'],
      ['near-expiry', 'owner'],
      ['urgent', 'owner', 'second-owner'],
      ['final', 'owner', 'manager'],
      ['expired', 'owner', 'security-contact'],
    ]);
  });

  test('that was not sent yet is sent as the next one, to all who were to hear of either', () => {
    const { judge } = watched();
    judge(inDays(13));
    expect(noticeOf(judge(inDays(19)))).toEqual({
      stage: 'final',
      cause: 'stage',
      to: ['owner', 'second-owner', 'manager'],
      attempts: 0,
      nextTryAt: plus(inDays(19), minutes(5)),
      takenUntil: undefined,
      delivered: [],
      exceptionUntil: undefined,
    });
  });

  test('is not owed for a stage that tells nobody', () => {
    const stages = [
      { name: 'quiet', limit: { before: days(30), percentOfLifetime: undefined }, actions: [] },
    ];
    const policy: Policy = { ...DEFAULT_POLICY, fallback: { stages, onExpired: [] } };
    const judging = watched({}, { policy }).judge(NOW);
    expect(saidOf(judging)).toEqual(['quiet']);
    expect(memoryOf(judging)).toMatchObject({ announced: 'quiet', notice: undefined, remindAt: undefined });
  });

  test('may be for others than the owner alone', () => {
    const actions = [{ kind: 'escalate', to: ['manager'] } as const];
    const stages = [{ name: 'quiet', limit: { before: days(30), percentOfLifetime: undefined }, actions }];
    const policy: Policy = { ...DEFAULT_POLICY, fallback: { stages, onExpired: [] } };
    expect(noticeOf(watched({}, { policy }).judge(NOW))?.to).toEqual(['manager']);
  });

  test('is remembered with what was said, when, and since when it held', () => {
    expect(memoryOf(watched().judge(NOW))).toMatchObject({
      announced: 'near-expiry',
      announcedFrom: inDays(-10),
      saidAt: NOW,
      remindAt: inDays(7),
    });
  });
});

describe('a notice that was not sent yet', () => {
  const newer = aCredential({ keyId: 'newer', startsAt: NOW, expiresAt: inDays(365) });

  test.each<readonly [string, Partial<JudgingInput>]>([
    ['its source fell silent', { armed: false }],
    ['it was snoozed', { silences: [aSilence()] }],
    ['its renewal was approved', { underWay: new Set([credential.id]) }],
  ])('is dropped when %s meanwhile', (_when, given) => {
    const { judge } = watched();
    expect(noticeOf(judge(NOW))).toBeDefined();
    const judging = judge(NOW, given);
    expect([noticeOf(judging), memoryOf(judging)?.announced]).toEqual([undefined, 'near-expiry']);
  });

  test('is dropped when it was replaced meanwhile, and kept while nothing changed', () => {
    const { judge, change } = watched();
    const owed = noticeOf(judge(NOW));
    expect(noticeOf(judge(inDays(1)))).toEqual(owed);
    change([credential, newer]);
    expect(noticeOf(judge(inDays(1)))).toBeUndefined();
  });

  test('about an exception is kept while it is snoozed, and dropped when it was replaced', () => {
    const exception = aSilence({ kind: 'exception', startsAt: inDays(-7), until: inDays(7) });
    const given = { silences: [exception] };
    const { judge, change } = watched({}, given);
    expect(noticeOf(judge(NOW))).toMatchObject({ cause: 'exception-half-time', exceptionUntil: inDays(7) });
    expect(noticeOf(judge(NOW, { silences: [exception, aSilence()] }))).toBeDefined();
    change([credential, newer]);
    expect(noticeOf(judge(NOW, given))).toBeUndefined();
  });
});

describe('whether a notice is to be sent now', () => {
  const notice = (said: Partial<OwedNotice>): OwedNotice => ({
    stage: 'urgent',
    cause: 'stage',
    to: ['owner'],
    attempts: 0,
    nextTryAt: inDays(1),
    takenUntil: undefined,
    delivered: [],
    exceptionUntil: undefined,
    ...said,
  });

  test.each<readonly [string, Partial<OwedNotice>, boolean]>([
    ['for the first time: at once', {}, true],
    ['after a failure: not before its time', { attempts: 1 }, false],
    ['after a failure: in the millisecond of its time', { attempts: 1, nextTryAt: NOW }, true],
    ['after a failure: a millisecond before', { attempts: 1, nextTryAt: plus(NOW, 1 as never) }, false],
    ['while someone is at it: not', { takenUntil: plus(NOW, 1 as never) }, false],
    ['when a lease is over: at once', { takenUntil: NOW }, true],
    ['when a lease is over, after a failure', { takenUntil: NOW, attempts: 1 }, true],
  ])('%s', (_when, said, expected) => {
    expect(isOwedNow(notice(said), NOW)).toBe(expected);
  });
});

describe('a reminder', () => {
  test('is owed to the owner every week until the stage changes, and says nothing to the world', () => {
    const { judge, mailed } = watched({ credentials: [aCredential({ expiresAt: inDays(30) })] });
    const owed = Array.from({ length: 22 }, (_, day) => {
      const judging = judge(inDays(day));
      const notice = noticeOf(judging);
      mailed();
      return notice === undefined ? [] : [[day, notice.cause, judging.statements.length, ...notice.to]];
    }).flat();
    expect(owed).toEqual([
      [0, 'stage', 1, 'owner'],
      [7, 'reminder', 0, 'owner'],
      [14, 'reminder', 0, 'owner'],
      [21, 'reminder', 0, 'owner'],
    ]);
  });

  test('makes its credential due, in the very millisecond', () => {
    const { judge, mailed } = watched();
    judge(NOW);
    mailed();
    expect(judge(NOW).nextDue).toBe(inDays(7));
    expect(noticeOf(judge(plus(NOW, (days(7) - 1) as never)))).toBeUndefined();
    expect(noticeOf(judge(inDays(7)))).toMatchObject({ cause: 'reminder', stage: 'near-expiry' });
  });

  test('that is owed is dropped too when there is nothing to say any more', () => {
    const { judge, mailed } = watched();
    judge(NOW);
    mailed();
    expect(noticeOf(judge(inDays(7)))).toMatchObject({ cause: 'reminder' });
    expect(noticeOf(judge(inDays(7), { silences: [aSilence({ until: inDays(9) })] }))).toBeUndefined();
  });

  test('does not make its credential due while its source is silent', () => {
    const { judge, mailed } = watched();
    judge(NOW);
    mailed();
    expect(judge(NOW, { armed: false }).nextDue).toBe(inDays(13));
  });

  test('that was missed is not made up for: the next one is reckoned from now', () => {
    const { judge, mailed } = watched({ credentials: [aCredential({ expiresAt: inDays(30) })] });
    judge(NOW);
    mailed();
    expect(memoryOf(judge(inDays(20)))).toMatchObject({ remindAt: inDays(27) });
  });

  test('is not owed where nothing was ever announced, nor in silence, nor once it is replaced or under way', () => {
    const newer = aCredential({ keyId: 'newer', startsAt: NOW, expiresAt: inDays(365) });
    const quiet = [
      { armed: false },
      { underWay: new Set([credential.id]) },
      { silences: [aSilence({ until: inDays(10) })] },
    ];
    for (const given of quiet) {
      const { judge, mailed } = watched();
      judge(NOW);
      mailed();
      const judging = judge(inDays(8), given);
      expect([noticeOf(judging), judging.nextDue === inDays(7)]).toEqual([undefined, false]);
    }
    const { judge, mailed, change } = watched();
    judge(NOW);
    mailed();
    change([credential, newer]);
    expect(noticeOf(judge(inDays(8)))).toBeUndefined();
  });

  test('is owed at once when the silence ends that held it back', () => {
    const { judge, mailed } = watched();
    judge(NOW);
    mailed();
    const silences = [aSilence({ until: inDays(9) })];
    expect(judge(inDays(8), { silences }).nextDue).toBe(inDays(9));
    expect(noticeOf(judge(inDays(9), { silences }))).toMatchObject({ cause: 'reminder' });
  });

  test('is given up when the policy no longer wants any', () => {
    const stages = DEFAULT_POLICY.fallback.stages.map((stage) => ({ ...stage, actions: [] }));
    const policy: Policy = { ...DEFAULT_POLICY, fallback: { stages, onExpired: [] } };
    const { judge, mailed } = watched();
    judge(NOW);
    mailed();
    expect(memoryOf(judge(inDays(7), { policy }))).toMatchObject({ remindAt: undefined, notice: undefined });
  });

  test('ends with a stage that has none', () => {
    const { judge } = watched({ credentials: [aCredential({ expiresAt: inDays(7) })] });
    expect(memoryOf(judge(NOW))?.remindAt).toBe(inDays(2));
    expect(memoryOf(judge(inDays(6)))?.remindAt).toBeUndefined();
  });
});
