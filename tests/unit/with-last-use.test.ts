import { describe, expect, test } from '@jest/globals';
import { unjudged } from '../../lib/domain/judged.ts';
import { DEFAULT_POLICY } from '../../lib/domain/policy.ts';
import { fail, ok } from '../../lib/domain/result.ts';
import { days, minus, minutes, plus } from '../../lib/domain/time.ts';
import type { LastUse } from '../../lib/ports/last-use.ts';
import { withLastUse } from '../../lib/use-cases/with-last-use.ts';
import { aCredential, aSubject, NOW } from '../support/builders.ts';
import { fakeClock } from '../support/fakes/clock.ts';

const USED = minus(NOW, days(200));
const near = aCredential({ keyId: 'near', startsAt: minus(NOW, days(300)), expiresAt: plus(NOW, days(10)) });
const far = aCredential({ keyId: 'far', startsAt: minus(NOW, days(3)), expiresAt: plus(NOW, days(300)) });

const asking = (answer: LastUse['of'] = () => Promise.resolve(ok(USED))) => {
  const asked: string[] = [];
  const clock = fakeClock(NOW);
  const lastUse: LastUse = {
    of: (holder, keyId) => {
      asked.push(keyId);
      return answer(holder, keyId);
    },
    page: () => Promise.reject(new Error('Nobody reads the whole report.')),
  };
  return { asked, clock, used: withLastUse({ lastUse, policy: DEFAULT_POLICY, clock }) };
};

describe('the last use of what is near its end', () => {
  test('is asked for these alone, and stands with them', async () => {
    const { asked, used } = asking();
    const subject = await used(aSubject({ credentials: [near, far] }), {}, NOW);
    expect(asked).toEqual(['near']);
    expect(subject.credentials).toEqual([{ ...near, lastUsedAt: USED }, far]);
  });

  test.each([
    ['a vault is', aSubject({ source: 'key-vault', credentials: [near] })],
    ['nothing near its end is', aSubject({ credentials: [far] })],
    [
      'what nobody signs in with is',
      aSubject({ credentials: [aCredential({ ...near, kind: 'saml-signing-certificate' })] }),
    ],
  ])('is not asked where only %s held', async (_what, subject) => {
    const { asked, used } = asking();
    expect(await used(subject, {}, NOW)).toBe(subject);
    expect(asked).toEqual([]);
  });

  test('is not asked again of what was found out of use', async () => {
    const { asked, used } = asking();
    const memory = { ...unjudged(NOW, near.expiresAt), findings: ['unused-expired'] } as const;
    await used(aSubject({ credentials: [near] }), { [near.id]: memory }, NOW);
    expect(asked).toEqual([]);
  });

  test('that nobody knows is as if nobody had asked', async () => {
    const subject = aSubject({ credentials: [near] });
    expect(await asking(() => Promise.resolve(ok(undefined))).used(subject, {}, NOW)).toBe(subject);
  });

  test.each([
    ['OFF', 1],
    ['NOT_OFFERED', 1],
    ['UNAVAILABLE', 3],
  ] as const)('that ends with %s is given up after %d', async (code, times) => {
    const { asked, used } = asking(() => Promise.resolve(fail({ code, detail: '' })));
    for (let n = 0; n < 5; n += 1) await used(aSubject({ credentials: [near] }), {}, NOW);
    expect(asked).toHaveLength(times);
  });

  test('takes a minute of a run at most, and ten of one subject', async () => {
    const { asked, used, clock } = asking();
    const many = Array.from({ length: 12 }, (_, n) => aCredential({ ...near, keyId: `near ${n}` }));
    await used(aSubject({ credentials: many }), {}, NOW);
    expect(asked).toHaveLength(10);
    clock.wait(minutes(1));
    await used(aSubject({ credentials: [near] }), {}, NOW);
    expect(asked).toHaveLength(10);
  });
});
