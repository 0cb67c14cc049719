import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Credential } from '../../lib/domain/credential.ts';
import { DEFAULT_POLICY, type Policy } from '../../lib/domain/policy.ts';
import { rankOf, stageOf } from '../../lib/domain/stage.ts';
import { days, type Instant, instantOfMs, minus, parseInstant, plus } from '../../lib/domain/time.ts';
import { aCredential, NOW } from '../support/builders.ts';
import { saidOf, watched } from '../support/watched.ts';

const DAY = days(1);
const { fallback } = DEFAULT_POLICY;

/** Secrets of many lengths, none of which replaces another, all ending within a year of NOW. */
const credentials: fc.Arbitrary<Credential[]> = fc
  .array(
    fc.record({
      lifetime: fc.integer({ min: DAY, max: 700 * DAY }),
      left: fc.integer({ min: 1, max: 300 * DAY }),
    }),
    { minLength: 1, maxLength: 5 },
  )
  .map((all) =>
    all.map(({ lifetime, left }, n) => {
      const expiresAt = instantOfMs(NOW + left);
      const startsAt = instantOfMs(Math.min(NOW, expiresAt - lifetime));
      return aCredential({
        keyId: `key-${n}`,
        id: aCredential({ keyId: `key-${n}` }).id,
        name: `job ${'x'.repeat(n)}`,
        startsAt,
        expiresAt,
      });
    }),
  );
const times = fc
  .array(fc.integer({ min: 0, max: 400 * DAY }), { minLength: 1, maxLength: 40 })
  .map((all) => all.toSorted((a, b) => a - b).map((ms) => instantOfMs(NOW + ms)));

/** What is heard of each credential over all runs. */
const heardIn = (all: readonly Credential[], runs: readonly Instant[]) => {
  const { judge, mailed } = watched({ credentials: all });
  judge(NOW, { armed: false }); // seen in time: what is first seen long after its end is a finding
  const heard = new Map<string, string[]>(all.map(({ id }) => [id, []]));
  for (const at of runs) {
    for (const statement of judge(at).statements)
      if (statement.kind === 'stage') heard.get(statement.credential.id)?.push(statement.stage);
    mailed();
  }
  return heard;
};

/** By no code of the product: what a run at each of these times has to say of one credential. */
const expected = (credential: Credential, runs: readonly Instant[]): string[] => {
  const end = Number(credential.expiresAt);
  const half = (end - Number(credential.startsAt)) / 2;
  const stageAt = (at: number): string | undefined => {
    if (at >= end) return 'expired';
    const left = end - at;
    const limits = [
      ['final', DAY],
      ['urgent', 7 * DAY],
      ['near-expiry', 30 * DAY],
      ['notice', 60 * DAY],
    ] as const;
    return limits.find(([, limit]) => left <= Math.min(limit, Math.floor(half)))?.[0];
  };
  const said: string[] = [];
  for (const at of runs) {
    const stage = stageAt(at);
    if (stage !== undefined && !said.includes(stage)) said.push(stage);
  }
  return said;
};

describe('whatever runs there are', () => {
  test('each says the stage that holds, once; a run that is missed takes with it only what it alone would have said', () => {
    fc.assert(
      fc.property(credentials, times, (all, runs) => {
        const heard = heardIn(all, runs);
        for (const credential of all) expect(heard.get(credential.id)).toEqual(expected(credential, runs));
      }),
    );
  });

  test('any part of them says the same stages but for those that are passed over', () => {
    fc.assert(
      fc.property(
        credentials,
        times,
        fc.array(fc.boolean(), { minLength: 40, maxLength: 40 }),
        (all, runs, kept) => {
          const some = runs.filter((_, n) => kept[n] === true);
          const [whole, part] = [heardIn(all, runs), heardIn(all, some)];
          for (const { id } of all) {
            const stages = whole.get(id)!;
            expect(stages).toEqual(expect.arrayContaining(part.get(id)!));
            const landed = some.map((at) =>
              stageOf(
                all.find((one) => one.id === id)!,
                fallback,
                at,
              ),
            );
            const passedOver = stages.filter((stage) => !landed.includes(stage));
            expect(part.get(id)).toEqual(stages.filter((stage) => !passedOver.includes(stage)));
          }
        },
      ),
    );
  });

  test('the same is said in whatever order the credentials are told', () => {
    fc.assert(
      fc.property(credentials, times, (all, runs) => {
        const [one, other] = [heardIn(all, runs), heardIn(all.toReversed(), runs)];
        for (const { id } of all) expect(other.get(id)).toEqual(one.get(id));
      }),
    );
  });

  test('a policy that changes on the way has its own stages said once each, closer and closer, and the end once', () => {
    const policies = fc
      .uniqueArray(fc.integer({ min: 1, max: 200 }), { minLength: 1, maxLength: 4 })
      .map((limits): Policy => {
        const stages = limits
          .toSorted((a, b) => b - a)
          .map((left, n) => ({
            name: `s${limits.length - n}`,
            limit: { before: days(left), percentOfLifetime: undefined },
            actions: [],
          }));
        return { ...DEFAULT_POLICY, fallback: { stages, onExpired: [] } };
      });
    fc.assert(
      fc.property(credentials, times, policies, policies, fc.nat(39), (all, runs, before, after, change) => {
        const under = [
          [before, runs.slice(0, change)],
          [after, runs.slice(change)],
        ] as const;
        const { judge } = watched({ credentials: all });
        judge(NOW, { armed: false });
        const ends: string[] = [];
        for (const [policy, some] of under) {
          const heard = new Map<string, number[]>(all.map(({ id }) => [id, []]));
          for (const at of some)
            for (const statement of judge(at, { policy }).statements) {
              if (statement.kind !== 'stage') continue;
              heard.get(statement.credential.id)?.push(rankOf(policy.fallback, statement.stage));
              if (statement.stage === 'expired') ends.push(statement.credential.id);
            }
          for (const ranks of heard.values())
            expect(ranks.every((rank, n) => rank > (ranks[n - 1] ?? -1))).toBe(true);
        }
        const gone = all.filter(({ expiresAt }) => expiresAt! <= runs.at(-1)!).map(({ id }) => id);
        expect(ends.toSorted()).toEqual(gone.toSorted());
      }),
    );
  });
});

describe('the calendar', () => {
  const at = (text: string): Instant => parseInstant(text)!;

  test.each([
    ['over a leap day', '2028-03-10T00:00:00Z', '2028-02-09T00:00:00Z'],
    ['over no leap day', '2027-03-10T00:00:00Z', '2027-02-08T00:00:00Z'],
    ['over the end of a year', '2027-01-15T12:00:00Z', '2026-12-16T12:00:00Z'],
    ['over a change to summer time, which UTC does not know', '2027-04-10T00:30:00Z', '2027-03-11T00:30:00Z'],
    ['with less than a millisecond, which is cut', '2027-01-15T12:00:00.0009999Z', '2026-12-16T12:00:00Z'],
  ])('%s: thirty days before %s are %s', (_what, end, begin) => {
    const credential = aCredential({ startsAt: minus(at(end), days(365)), expiresAt: at(end) });
    const { judge } = watched({ credentials: [credential] });
    expect(saidOf(judge(instantOfMs(at(begin) - 1)))).toEqual(['notice']);
    expect(saidOf(judge(at(begin)))).toEqual(['near-expiry']);
    expect(saidOf(judge(instantOfMs(at(end) - 1)))).toEqual(['final']);
    expect(saidOf(judge(at(end)))).toEqual(['expired']);
  });

  test('of a clock that goes back says nothing again', () => {
    const { judge } = watched();
    expect(saidOf(judge(plus(NOW, days(15))))).toEqual(['urgent']);
    expect(saidOf(judge(NOW))).toEqual([]);
    expect(saidOf(judge(plus(NOW, days(15))))).toEqual([]);
  });
});
