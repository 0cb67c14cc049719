import { describe, expect, test } from '@jest/globals';
import type { Judging } from '../../lib/domain/judging.ts';
import { DEFAULT_POLICY, type Policy } from '../../lib/domain/policy.ts';
import { days, type Instant, minus, plus } from '../../lib/domain/time.ts';
import { aCredential, aSilence, NOW } from '../support/builders.ts';
import { saidOf, watched } from '../support/watched.ts';

const inDays = (n: number): Instant => plus(NOW, days(n));
const credential = aCredential();
const preferring: Policy = {
  ...DEFAULT_POLICY,
  preferences: [
    { for: { kinds: ['client-secret'] }, prefer: ['certificate'], reason: 'Safer.', reviewAfter: days(90) },
  ],
};
const noticeOf = ({ judged }: Judging) => judged[credential.id]?.notice;

describe('a silence', () => {
  test('that ends is followed by the stage that holds then, once', () => {
    const { judge } = watched({}, { silences: [aSilence({ until: inDays(14) })] });
    const first = judge(NOW);
    expect([saidOf(first), first.nextDue]).toEqual([[], inDays(13)]);
    expect(judge(inDays(13)).nextDue).toBe(inDays(14));
    expect([saidOf(judge(inDays(14))), saidOf(judge(inDays(14)))]).toEqual([['urgent'], []]);
  });

  test('that has not begun makes its credential due when it does', () => {
    const { judge, mailed } = watched({}, { silences: [aSilence({ startsAt: inDays(3) })] });
    judge(NOW);
    mailed();
    expect(judge(NOW).nextDue).toBe(inDays(3));
  });

  test('of another credential does not make this one due', () => {
    const silence = aSilence({ credentialId: aCredential({ keyId: 'other' }).id, until: inDays(2) });
    const { judge, mailed } = watched({}, { silences: [silence] });
    judge(NOW);
    mailed();
    expect(judge(NOW).nextDue).toBe(inDays(7));
  });

  test('is told to be void when its credential is gone, ends at another time, or has another owner', () => {
    const { judge, change } = watched({}, { silences: [aSilence()], owners: 'the owners' });
    expect(judge(NOW).voided).toEqual([]);
    expect(judge(NOW, { owners: 'others' }).voided).toEqual([{ silence: aSilence(), why: 'owners-changed' }]);
    change([aCredential({ expiresAt: inDays(25) })]);
    expect(judge(NOW).voided).toMatchObject([{ why: 'expiry-changed' }]);
    change([]);
    expect(judge(NOW)).toMatchObject({ voided: [{ why: 'credential-gone' }], nextDue: undefined });
  });
});

describe('an exception', () => {
  const exception = aSilence({ kind: 'exception', startsAt: inDays(-6), until: inDays(6) });
  const given = { policy: preferring, silences: [exception] };

  test('silences the advice, not the stage', () => {
    const advised = (silences: (typeof exception)[]) => {
      const [statement] = watched({}, { policy: preferring, silences }).judge(NOW).statements;
      return statement?.kind === 'stage' ? statement.advice?.prefer : statement;
    };
    expect(advised([])).toEqual(['certificate']);
    expect(advised([exception])).toBeUndefined();
    expect(advised([{ ...exception, approver: undefined }])).toEqual(['certificate']);
    expect(advised([{ ...exception, until: NOW }])).toEqual(['certificate']);
    expect(advised([{ ...exception, startsAt: inDays(1) }])).toEqual(['certificate']);
  });

  test('opens the request at half time and escalates past its end, each once', () => {
    const { judge, mailed } = watched({ credentials: [aCredential({ expiresAt: inDays(20) })] }, given);
    const at = (day: number) => {
      const judging = judge(inDays(day));
      const notice = noticeOf(judging);
      mailed();
      return [saidOf(judging), notice?.cause, notice?.to];
    };
    expect(at(-1)).toEqual([['near-expiry'], 'stage', ['owner']]);
    expect(judge(inDays(-1)).nextDue).toBe(NOW);
    expect(at(0)).toEqual([['exception-half-time'], 'exception-half-time', ['owner']]);
    expect(at(0)).toEqual([[], undefined, undefined]);
    expect(judge(NOW).nextDue).toBe(inDays(6));
    expect(at(6)).toEqual([['exception-ended'], 'exception-ended', ['owner', 'security-contact']]);
    expect(at(6)).toEqual([[], undefined, undefined]);
  });

  test('says what is preferred in its place', () => {
    const { judge } = watched({}, given);
    expect(judge(NOW).statements[1]).toMatchObject({
      kind: 'exception',
      what: 'half-time',
      silence: exception,
      credential,
      advice: { prefer: ['certificate'] },
    });
  });

  test('of which the half time was missed until its end says only the end', () => {
    expect(saidOf(watched({}, given).judge(inDays(7)))).toEqual(['near-expiry', 'exception-ended']);
  });

  test('that another one takes over from is not said to have ended', () => {
    const next = aSilence({ kind: 'exception', startsAt: inDays(6), until: inDays(18) });
    const { judge } = watched({}, { policy: preferring, silences: [exception, next] });
    judge(NOW);
    expect(saidOf(judge(inDays(6)))).toEqual([]);
  });

  test.each([
    ['nobody approved', { silences: [{ ...exception, approver: undefined }] }],
    ['is void', { silences: [exception], owners: 'others' }],
    [
      'is about another credential',
      { silences: [{ ...exception, credentialId: aCredential({ keyId: 'x' }).id }] },
    ],
    ['is of a source that does not speak', { silences: [exception], armed: false }],
    ['has its renewal under way', { silences: [exception], underWay: new Set([credential.id]) }],
    ['is a snooze', { silences: [aSilence({ startsAt: inDays(-6), until: inDays(6) })] }],
  ])('that %s says nothing at half time', (_what, said) => {
    expect(saidOf(watched({}, { policy: preferring, ...said }).judge(NOW))).not.toContain(
      'exception-half-time',
    );
  });

  test.each([
    ['replaced', [aCredential(), aCredential({ keyId: 'new', startsAt: NOW, expiresAt: inDays(400) })]],
    ['disabled', [aCredential({ enabled: false })]],
    ['managed by its source', [aCredential({ managedBy: 'its vault' })]],
  ])('of what is %s says nothing', (_what, credentials) => {
    expect(saidOf(watched({ credentials }, given).judge(NOW))).toEqual([]);
  });

  test('of what is excluded, or a risk that is borne, says nothing', () => {
    const scope = { include: [], exclude: [{ names: ['payroll-*'] }] };
    const risk = aSilence({ kind: 'accepted-risk' });
    expect(saidOf(watched({}, { ...given, policy: { ...preferring, scope } }).judge(NOW))).toEqual([]);
    expect(saidOf(watched({}, { ...given, silences: [exception, risk] }).judge(NOW))).toEqual([]);
  });

  test('of what is snoozed or far from its end is said all the same', () => {
    const snooze = aSilence();
    expect(saidOf(watched({}, { ...given, silences: [exception, snooze] }).judge(NOW))).toEqual([
      'exception-half-time',
    ]);
    const far = aCredential({ expiresAt: inDays(200) });
    const about = { ...exception.about, expiresAt: inDays(200) };
    const silences = [{ ...exception, about }];
    expect(saidOf(watched({ credentials: [far] }, { ...given, silences }).judge(NOW))).toEqual([
      'exception-half-time',
    ]);
  });

  test('is forgotten when it is no longer kept, and remembered while it is', () => {
    const { judge } = watched({}, given);
    const words = (judging: Judging) => judging.judged[credential.id]?.exceptions;
    expect(words(judge(NOW))).toEqual([{ silence: exception.id, what: 'half-time' }]);
    expect(words(judge(inDays(1)))).toEqual([{ silence: exception.id, what: 'half-time' }]);
    expect(words(judge(inDays(1), { silences: [] }))).toEqual([]);
  });

  test('is told apart from another one about the same credential', () => {
    const first = aSilence({ kind: 'exception', startsAt: inDays(-20), until: inDays(-10) });
    const { judge } = watched({}, { policy: preferring, silences: [first, exception] });
    expect(saidOf(judge(inDays(-8)))).toEqual(['near-expiry', 'exception-ended']);
    expect(saidOf(judge(inDays(-1)))).toEqual([]);
    judge(NOW);
    const last = judge(inDays(6)).statements;
    expect(last).toMatchObject([{ what: 'ended', silence: exception }]);
  });

  test('permits from its very beginning, and has no reminder in the way of its word', () => {
    const begun = { ...exception, startsAt: inDays(-1) };
    const { judge } = watched({}, { policy: preferring, silences: [begun] });
    const [statement] = judge(inDays(-1)).statements;
    expect(statement).toMatchObject({ kind: 'stage', advice: undefined });
  });

  test('waits for its turn under the storm cap', () => {
    const { judge } = watched({}, given);
    expect(judge(NOW, { allowance: 1 })).toMatchObject({ capped: true, nextDue: NOW });
    expect(saidOf(judge(NOW))).toEqual(['exception-half-time']);
  });
});

describe('a vault that is late', () => {
  test('is judged when its time has passed', () => {
    const vaulted = aCredential({ renewsItself: true, renewsAt: minus(NOW, days(1)), expiresAt: inDays(25) });
    const { judge } = watched({ credentials: [vaulted] });
    expect(judge(NOW).nextDue).toBe(inDays(1));
    expect(saidOf(judge(inDays(1)))).toEqual(['near-expiry', 'renewal-overdue']);
  });
});
