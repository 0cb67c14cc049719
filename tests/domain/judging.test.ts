import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Credential } from '../../lib/domain/credential.ts';
import type { CredentialId } from '../../lib/domain/ids.ts';
import type { Judging } from '../../lib/domain/judging.ts';
import { DEFAULT_POLICY, type Stage } from '../../lib/domain/policy.ts';
import { rankOf } from '../../lib/domain/stage.ts';
import { days, type Instant, instantOfMs, minus, minutes, plus } from '../../lib/domain/time.ts';
import { aCredential, NOW } from '../support/builders.ts';
import { saidOf, watched } from '../support/watched.ts';

const inDays = (n: number): Instant => plus(NOW, days(n));
describe('judging', () => {
  test('says each stage once, however often it looks', () => {
    const { judge } = watched({ credentials: [aCredential({ expiresAt: inDays(70) })] });
    const said = Array.from({ length: 75 * 4 }, (_, quarter) => saidOf(judge(inDays(quarter / 4)))).flat();
    expect(said).toEqual(['notice', 'near-expiry', 'urgent', 'final', 'expired']);
  });

  test('that did not run for a fortnight says the stage that holds now, and none that it missed', () => {
    const { judge } = watched({ credentials: [aCredential({ expiresAt: inDays(20) })] });
    expect(saidOf(judge(NOW))).toEqual(['near-expiry']);
    expect(saidOf(judge(inDays(14)))).toEqual(['urgent']);
    expect(saidOf(judge(inDays(14)))).toEqual([]);
  });

  test('says nothing before the source is armed, and counts nothing as said', () => {
    const never = aCredential({ keyId: 'never', expiresAt: undefined });
    const { judge } = watched({ credentials: [aCredential(), never] });
    expect(saidOf(judge(NOW, { armed: false }))).toEqual([]);
    expect(saidOf(judge(NOW))).toEqual(['near-expiry', 'no-expiry']);
  });

  test('starts anew when the same key ends at another time, but remembers when it was first seen', () => {
    const { judge, change } = watched();
    const credential = aCredential();
    judge(NOW);
    change([{ ...credential, expiresAt: inDays(25) }]);
    const { judged, statements } = judge(inDays(1));
    expect(statements).toHaveLength(1);
    expect(judged[credential.id]).toMatchObject({ firstSeenAt: NOW, expiresAt: inDays(25) });
  });

  test('forgets what is no longer there', () => {
    const { judge, change } = watched();
    judge(NOW);
    change([]);
    expect(judge(NOW)).toMatchObject({ judged: {}, nextDue: undefined });
  });

  test.each([
    ['no-expiry', aCredential({ expiresAt: undefined })],
    ['long-expired', aCredential({ expiresAt: minus(NOW, days(31)) })],
  ])('finds once that a credential is a case of %s', (finding, credential) => {
    const { judge } = watched({ credentials: [credential] });
    expect([judge(NOW), judge(inDays(1)), judge(inDays(40))].map(saidOf)).toEqual([[finding], [], []]);
  });

  test('owes the owner a notice for a stage that wants one, after a grace', () => {
    const credential = aCredential();
    const { judge } = watched();
    const { judged, nextDue } = judge(NOW);
    const notice = {
      stage: 'near-expiry',
      cause: 'stage',
      to: ['owner'],
      attempts: 0,
      nextTryAt: plus(NOW, minutes(5)),
      takenUntil: undefined,
      delivered: [],
      exceptionUntil: undefined,
    };
    expect(judged[credential.id]?.notice).toEqual(notice);
    expect(nextDue).toBe(notice.nextTryAt);
  });

  test('tells of each credential why it is quiet', () => {
    const far = aCredential({ keyId: 'far', expiresAt: inDays(300) });
    const { judge } = watched({ credentials: [far] });
    const { verdicts, nextDue } = judge(NOW);
    expect(verdicts.get(far.id)).toEqual({ kind: 'quiet', reason: 'far-from-expiry' });
    expect(nextDue).toBe(minus(far.expiresAt ?? NOW, days(60)));
  });

  test('says only that it expired of one whose renewal is under way', () => {
    const credential = aCredential();
    const { judge } = watched();
    const underWay = new Set([credential.id]);
    expect(saidOf(judge(NOW, { underWay }))).toEqual([]);
    expect(saidOf(judge(credential.expiresAt!, { underWay }))).toEqual(['expired']);
  });
});

describe('the storm cap', () => {
  const many = Array.from({ length: 7 }, (_, i) => aCredential({ keyId: `key-${i}`, name: `job ${i}` }));

  test('leaves the rest due at once, and each is said in the end, once', () => {
    const { judge } = watched({ credentials: many });
    const runs = Array.from({ length: 4 }, () => judge(NOW, { allowance: 3 }));
    expect(runs.map(({ statements }) => statements.length)).toEqual([3, 3, 1, 0]);
    expect(runs.map(({ capped }) => capped)).toEqual([true, true, false, false]);
    expect(runs.map(({ nextDue }) => nextDue === NOW)).toEqual([true, true, false, false]);
    const said = runs.flatMap(({ statements }) => statements.map(({ credential }) => credential.id));
    expect(said.toSorted()).toEqual(many.map(({ id }) => id).toSorted());
  });

  test.each([0, -1])('of %d says nothing, and keeps everything due', (allowance) => {
    const { judge } = watched();
    expect(judge(NOW, { allowance })).toMatchObject({ statements: [], capped: true, nextDue: NOW });
    expect(saidOf(judge(NOW))).toEqual(['near-expiry']);
  });

  test('that is just enough is not reached', () => {
    const { judge } = watched({ credentials: many });
    expect(judge(NOW, { allowance: many.length }).capped).toBe(false);
  });

  test('holds for findings too', () => {
    const { judge } = watched({ credentials: [aCredential({ expiresAt: undefined })] });
    expect(judge(NOW, { allowance: 0 }).capped).toBe(true);
    expect(saidOf(judge(NOW))).toEqual(['no-expiry']);
  });
});

describe('however time is cut into runs', () => {
  const ends = fc.array(
    fc.record({ lifetime: fc.integer({ min: 1, max: 800 }), left: fc.integer({ min: 0, max: 120 }) }),
    {
      minLength: 1,
      maxLength: 4,
    },
  );
  const runs = fc.array(fc.integer({ min: 0, max: days(25) }), { maxLength: 20 });
  const credentialsOf = (all: readonly { lifetime: number; left: number }[]): Credential[] =>
    all.map(({ lifetime, left }, i) =>
      aCredential({
        keyId: `key-${i}`,
        kind: i % 2 === 0 ? 'client-secret' : 'client-certificate',
        // Names of their own, so that none of them replaces another.
        name: `job ${'x'.repeat(i)}`,
        startsAt: minus(inDays(left), days(lifetime)),
        expiresAt: inDays(left),
      }),
    );

  test('each credential comes closer to its end with each word, and its end is said when it is judged after it', () => {
    fc.assert(
      fc.property(ends, runs, fc.integer({ min: 1, max: 5 }), (all, gaps, allowance) => {
        const credentials = credentialsOf(all);
        const { judge } = watched({ credentials });
        const heard = new Map<CredentialId, Stage[]>(credentials.map(({ id }) => [id, []]));
        let now: Instant = NOW;
        judge(now, { allowance: 0 }); // seen in time: what is first seen long after its end is a finding
        // After the last run of chance, as many as the cap makes needful, all after the last end.
        const after = Array.from({ length: credentials.length }, () => inDays(1000));
        for (const at of [...gaps.map((gap) => (now = instantOfMs(now + gap))), ...after]) {
          for (const statement of judge(at, { allowance }).statements)
            if (statement.kind === 'stage') heard.get(statement.credential.id)?.push(statement.stage);
        }
        for (const stages of heard.values()) {
          const ranks = stages.map((stage) => rankOf(DEFAULT_POLICY.fallback, stage));
          expect(ranks.every((rank, i) => i === 0 || rank > ranks[i - 1]!)).toBe(true);
          expect(stages.at(-1)).toBe('expired');
        }
      }),
    );
  });

  test('runs that come when they are due miss no stage', () => {
    fc.assert(
      fc.property(fc.integer({ min: 130, max: 730 }), fc.integer({ min: 61, max: 120 }), (lifetime, left) => {
        const [credential] = credentialsOf([{ lifetime, left }]);
        const { judge } = watched({ credentials: [credential!] });
        const said: string[] = [];
        let due: Instant | undefined = NOW;
        for (let run = 0; due !== undefined && due <= inDays(left) && run < 50; run += 1) {
          const judging: Judging = judge(due);
          said.push(...saidOf(judging));
          due = judging.nextDue;
          // The notice is sent at once here, so that only the stages make it due again.
          const owed = judging.judged[credential!.id]?.notice;
          if (owed !== undefined && due === owed.nextTryAt) {
            judge(due, {
              judged: { [credential!.id]: { ...judging.judged[credential!.id]!, notice: undefined } },
            });
            due = judge(due).nextDue;
          }
        }
        expect(said).toEqual(['notice', 'near-expiry', 'urgent', 'final', 'expired']);
      }),
    );
  });
});
