import { describe, expect, test } from '@jest/globals';
import type { Credential } from '../../lib/domain/credential.ts';
import { unjudged } from '../../lib/domain/judged.ts';
import {
  type Departed,
  departedSince,
  type PassingInput,
  passingsOf,
  type SaidSuccessor,
} from '../../lib/domain/passing.ts';
import { successorOf } from '../../lib/domain/replaced.ts';
import { days, minus, plus } from '../../lib/domain/time.ts';
import type { Verdict } from '../../lib/domain/verdict.ts';
import { aCredential, aSubject, NOW } from '../support/builders.ts';

const old = aCredential();
const newer = (said: Partial<Credential> = {}): Credential => {
  const made = aCredential({
    keyId: 'newer',
    startsAt: minus(NOW, days(2)),
    expiresAt: plus(NOW, days(363)),
    ...said,
  });
  return { ...made, id: aCredential({ keyId: made.keyId }).id };
};
const REPLACED: Verdict = { kind: 'quiet', reason: 'replaced' };
const announced = { ...unjudged(NOW, old.expiresAt), announced: 'urgent', saidAt: minus(NOW, days(3)) };
const seen = { [newer().id]: unjudged(NOW, newer().expiresAt) };

const passed = (
  said: Partial<PassingInput> & {
    readonly credentials?: readonly Credential[];
    readonly verdict?: Verdict;
  } = {},
) => {
  const { credentials = [old, newer()], verdict, ...rest } = said;
  return passingsOf({
    subject: aSubject({ credentials }),
    departed: [],
    said: {},
    before: { [old.id]: announced },
    judged: seen,
    verdicts: new Map(verdict === undefined ? [] : [[old.id, verdict]]),
    armed: true,
    room: 10,
    now: NOW,
    ...rest,
  });
};
const words = ({ passings }: ReturnType<typeof passed>) =>
  passings.map((one) => [one.kind, one.credential.keyId, one.kind === 'removed' ? one.at : one.by.keyId]);
const successor = (what: SaidSuccessor['what'], expiresAt = old.expiresAt) => ({
  [old.id]: { expiresAt, by: newer().id, what },
});

describe('a credential that makes way', () => {
  test('is said to be renewed once a younger one stands beside it, and replaced once that took over; each once', () => {
    const first = passed();
    expect(words(first)).toEqual([['renewed', old.keyId, 'newer']]);
    expect(first.said).toEqual(successor('renewed'));
    expect(words(passed({ said: first.said }))).toEqual([]);
    const second = passed({ said: first.said, verdict: REPLACED });
    expect(words(second)).toEqual([['replaced', old.keyId, 'newer']]);
    expect(second.said).toEqual(successor('replaced'));
    expect(words(passed({ said: second.said, verdict: REPLACED }))).toEqual([]);
    expect(words(passed({ said: second.said }))).toEqual([]);
  });

  test('with another end is a new story', () => {
    const earlier = successor('replaced', plus(NOW, days(1)));
    expect(words(passed({ said: earlier, verdict: REPLACED }))).toEqual([['replaced', old.keyId, 'newer']]);
    expect(passed({ said: earlier, before: {} }).said).toEqual({});
  });

  test('is not said to be renewed where nothing was announced, but is to be replaced', () => {
    expect(words(passed({ before: {} }))).toEqual([]);
    expect(words(passed({ before: { [old.id]: unjudged(NOW, old.expiresAt) } }))).toEqual([]);
    expect(words(passed({ before: {}, verdict: REPLACED }))).toEqual([['replaced', old.keyId, 'newer']]);
    expect(words(passed({ verdict: { kind: 'quiet', reason: 'snoozed' } }))).toEqual([
      ['renewed', old.keyId, 'newer'],
    ]);
  });

  test('says nothing without a successor, nor while its source is silent', () => {
    expect(words(passed({ credentials: [old] }))).toEqual([]);
    const silent = passed({ armed: false, departed: [{ credential: newer(), at: NOW }] });
    expect(silent).toEqual({ said: {}, departed: [], passings: [], capped: false });
  });

  test('remembers what was said while it is there', () => {
    expect(passed({ credentials: [old], said: successor('renewed') }).said).toEqual(successor('renewed'));
    expect(passed({ credentials: [], said: successor('renewed') }).said).toEqual({});
  });
});

describe('a credential that has gone', () => {
  const gone: Departed = { credential: newer({ keyId: 'gone' }), at: minus(NOW, days(1)) };

  test('is said to be removed, when it was missed first', () => {
    const said = passed({ credentials: [], departed: [gone] });
    expect(words(said)).toEqual([['removed', 'gone', gone.at]]);
    expect(said.departed).toEqual([]);
  });

  test('of an endpoint was replaced by the one of its name that is shown now, and by no other of the chain', () => {
    const former: Departed = { credential: old, at: NOW };
    const shown = (name: string | undefined) =>
      passed({
        subject: aSubject({ kind: 'tls-endpoint', credentials: [newer({ name })] }),
        departed: [former],
      });
    expect(words(shown(old.name))).toEqual([['replaced', old.keyId, 'newer']]);
    expect(words(shown('an authority'))).toEqual([['removed', old.keyId, NOW]]);
  });

  test('of a vault was replaced by the version that is there now, unless that was said', () => {
    const former: Departed = { credential: old, at: NOW };
    const subject = aSubject({ kind: 'key-vault-item', credentials: [newer()] });
    expect(words(passed({ subject, departed: [former] }))).toEqual([['replaced', old.keyId, 'newer']]);
    expect(words(passed({ subject, departed: [former], said: successor('renewed') }))).toEqual([
      ['replaced', old.keyId, 'newer'],
    ]);
    expect(words(passed({ subject, departed: [former], said: successor('replaced') }))).toEqual([
      ['removed', old.keyId, NOW],
    ]);
    expect(words(passed({ credentials: [newer()], departed: [former] }))).toEqual([
      ['removed', old.keyId, NOW],
    ]);
  });

  test('waits where there is no room, and is said in its turn', () => {
    const second: Departed = { credential: newer({ keyId: 'second' }), at: NOW };
    const capped = passed({ credentials: [], departed: [gone, second], room: 1 });
    expect([words(capped).length, capped.departed, capped.capped]).toEqual([1, [second], true]);
    const none = passed({ departed: [gone], room: -1 });
    expect([none.passings, none.departed, none.capped, none.said]).toEqual([[], [gone], true, {}]);
  });

  test('is noticed by its absence, remembered until it was said, and forgotten when it comes back', () => {
    const before = { facts: aSubject({ credentials: [old, newer()] }), departed: [gone] };
    const after = aSubject({ credentials: [newer()] });
    expect(departedSince(before, after, NOW)).toEqual([gone, { credential: old, at: NOW }]);
    expect(departedSince(before, undefined, NOW)).toEqual([
      gone,
      { credential: old, at: NOW },
      { credential: newer(), at: NOW },
    ]);
    const back = aSubject({ credentials: [old, newer(), gone.credential] });
    expect(departedSince(before, back, NOW)).toEqual([]);
    const again = { ...before, departed: [{ credential: old, at: gone.at }] };
    expect(departedSince(again, after, NOW)).toEqual([{ credential: old, at: NOW }]);
  });
});

describe('the successor of a credential', () => {
  const of = (...others: readonly Credential[]) =>
    successorOf(aSubject({ credentials: [old, ...others] }), old, NOW)?.keyId;

  test.each<readonly [string, readonly Credential[], string | undefined]>([
    ['nobody, where there is none', [], undefined],
    [
      'the youngest of the same purpose',
      [newer(), newer({ keyId: 'youngest', startsAt: minus(NOW, days(1)) })],
      'youngest',
    ],
    [
      'one that has begun before one that waits',
      [newer({ keyId: 'waits', startsAt: plus(NOW, days(1)) }), newer()],
      'newer',
    ],
    [
      'one of the same purpose before a younger one of another',
      [newer(), newer({ keyId: 'other', name: 'night batch', startsAt: NOW })],
      'newer',
    ],
    [
      'one that waits before one of another purpose',
      [newer({ keyId: 'waits', startsAt: plus(NOW, days(1)) }), newer({ name: 'night batch' })],
      'waits',
    ],
    ['one of another purpose, where there is no other', [newer({ name: 'night batch' })], 'newer'],
  ])('is %s', (_what, others, keyId) => {
    expect(of(...others)).toBe(keyId);
  });
});
