import { describe, expect, test } from '@jest/globals';
import { DEFAULT_POLICY, type Policy } from '../../lib/domain/policy.ts';
import { fail, ok } from '../../lib/domain/result.ts';
import { days } from '../../lib/domain/time.ts';
import type { LogCode } from '../../lib/log-events.ts';
import type { WrittenText } from '../../lib/ports/written-text.ts';
import { policyText } from '../../lib/settings/policy.ts';
import { keepPolicy } from '../../lib/use-cases/keep-policy.ts';

const text = (longExpired: string) =>
  `{longExpired: ${longExpired}, fallback: {stages: [{name: s, before: P30D, actions: []}], onExpired: []}}`;

/** A place that holds a text, or does not answer. */
const kept = (first: string, fallback?: Policy) => {
  let holds = first;
  let reads = 0;
  const source: WrittenText = {
    read: (tag) => {
      if (holds === 'away') return Promise.resolve(fail({ code: 'UNAVAILABLE', detail: 'It is away.' }));
      if (tag === holds) return Promise.resolve(ok('unchanged' as const));
      reads += 1;
      return Promise.resolve(ok({ text: holds, tag: holds }));
    },
  };
  const said: { code: LogCode; fields: object }[] = [];
  const policy = keepPolicy({
    source,
    fallback,
    log: (code, fields) => void said.push({ code, fields }),
    parse: (written) => {
      const parsed = policyText.safeParse(written);
      return parsed.success ? ok(parsed.data) : fail(parsed.error.issues.map(({ message }) => message));
    },
  });
  return {
    current: () => policy.current()?.longExpired,
    refresh: async (next = holds) => {
      holds = next;
      await policy.refresh();
      return said.splice(0).map(({ code }) => code);
    },
    reads: () => reads,
  };
};

describe('a policy that is kept elsewhere', () => {
  test('holds from when it was read, and is not read again while it stays the same', async () => {
    const { current, refresh, reads } = kept(text('P5D'));
    expect(current()).toBeUndefined();
    expect(await refresh()).toEqual(['POLICY_READ']);
    expect([current(), await refresh(), reads()]).toEqual([days(5), [], 1]);
    expect([await refresh(text('P6D')), current()]).toEqual([['POLICY_READ'], days(6)]);
  });

  test('stays the last good one when the next is faulty or away, and that is said each time', async () => {
    const { current, refresh } = kept(text('P5D'));
    await refresh();
    expect(await refresh(text('soon'))).toEqual(['POLICY_FAULTY']);
    expect(await refresh()).toEqual(['POLICY_FAULTY']);
    expect(await refresh('away')).toEqual(['POLICY_UNREADABLE']);
    expect(current()).toBe(days(5));
    expect([await refresh(text('P7D')), current()]).toEqual([['POLICY_READ'], days(7)]);
  });

  test('is what the settings say until it could be read', async () => {
    const { current, refresh } = kept('away', DEFAULT_POLICY);
    expect([await refresh(), current()]).toEqual([['POLICY_UNREADABLE'], days(30)]);
    expect([await refresh(text('P7D')), current()]).toEqual([['POLICY_READ'], days(7)]);
  });

  test('is none while nobody says what holds', async () => {
    const { current, refresh } = kept('away');
    expect([await refresh(), current()]).toEqual([['POLICY_UNREADABLE'], undefined]);
  });
});
