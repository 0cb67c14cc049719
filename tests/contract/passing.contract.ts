import { randomUUID } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { readId, type LinkId } from '../../lib/domain/ids.ts';
import type { Session } from '../../lib/domain/session.ts';
import { instantOfMs, minutes, plus } from '../../lib/domain/time.ts';
import type { Expired } from '../../lib/ports/expired.ts';
import type { PendingSignIns } from '../../lib/ports/pending-sign-ins.ts';
import type { RateLimits } from '../../lib/ports/rate-limits.ts';
import type { Sessions } from '../../lib/ports/sessions.ts';
import { aPerson, NOW } from '../support/builders.ts';

export interface PassingStores {
  readonly sessions: Sessions;
  readonly pendingSignIns: PendingSignIns;
  readonly limits: RateLimits;
  readonly expired: Expired;
}

const LINK = readId<LinkId>('AAECAwQFBgcICQoLDA0ODw');
const END = plus(NOW, minutes(15));
const session = (said: Partial<Session> = {}): Session => {
  const { tenant, objectId } = aPerson('Olive');
  return {
    person: { tenant, objectId },
    name: 'Olive <b>',
    authenticatedAt: NOW,
    freshFor: LINK,
    only: undefined,
    until: END,
    ...said,
  };
};
const pending = () => ({
  state: randomUUID(),
  nonce: 'n',
  verifier: 'v',
  link: LINK,
  fresh: true,
  startedAt: NOW,
  until: END,
});
const around = (edge: typeof END) => [-1, 0, 1].map((ms) => instantOfMs(edge + ms));

/** What sessions, sign-ins under way and counts promise. */
export const passingContract = (name: string, stores: () => PassingStores): void => {
  describe(`${name} as sessions`, () => {
    test('give the one who has the key what was kept, until its very end', async () => {
      const { sessions } = stores();
      const key = await sessions.begin(session());
      const found = await Promise.all(around(END).map((now) => sessions.find(key, now)));
      expect(found).toEqual([session(), undefined, undefined]);
      const plain = session({ freshFor: undefined });
      expect(await sessions.find(await sessions.begin(plain), NOW)).toEqual(plain);
    });

    test('have a key of their own each, which nobody guesses', async () => {
      const { sessions } = stores();
      const keys = await Promise.all(Array.from({ length: 20 }, () => sessions.begin(session())));
      expect(new Set(keys).size).toBe(20);
      for (const key of keys) expect(key).toMatch(/^[\w-]{43}$/);
      expect(await sessions.find('x'.repeat(43), NOW)).toBeUndefined();
    });

    test('that were ended are none, and are ended twice without a word', async () => {
      const { sessions } = stores();
      const [one, other] = [await sessions.begin(session()), await sessions.begin(session())];
      await sessions.end(one);
      await sessions.end(one);
      expect(await sessions.find(one, NOW)).toBeUndefined();
      expect(await sessions.find(other, NOW)).toEqual(session());
    });
  });

  describe(`${name} as sign-ins under way`, () => {
    test('are taken once, also by many at the same moment', async () => {
      const { pendingSignIns } = stores();
      const kept = pending();
      await pendingSignIns.keep(kept);
      const taken = await Promise.all(Array.from({ length: 10 }, () => pendingSignIns.take(kept.state, NOW)));
      expect(taken.filter((each) => each !== undefined)).toEqual([kept]);
      expect(await pendingSignIns.take(kept.state, NOW)).toBeUndefined();
    });

    test('are over at their end', async () => {
      const { pendingSignIns } = stores();
      for (const [index, now] of around(END).entries()) {
        const kept = pending();
        await pendingSignIns.keep(kept);
        expect(await pendingSignIns.take(kept.state, now)).toEqual(index === 0 ? kept : undefined);
      }
    });
  });

  describe(`${name} as counts`, () => {
    test('count within a window, and begin anew with the next', async () => {
      const { limits } = stores();
      const what = randomUUID();
      expect(await limits.tally(what, minutes(10), NOW)).toEqual({ count: 0, until: plus(NOW, minutes(10)) });
      for (let i = 0; i < 3; i += 1) await limits.add(what, minutes(10), NOW);
      const last = instantOfMs(plus(NOW, minutes(10)) - 1);
      expect((await limits.tally(what, minutes(10), last)).count).toBe(3);
      expect((await limits.tally(what, minutes(10), plus(NOW, minutes(10)))).count).toBe(0);
      expect((await limits.tally(`${what}|other`, minutes(10), NOW)).count).toBe(0);
    });

    test('miss none of a few that come at the same moment', async () => {
      const { limits } = stores();
      const what = randomUUID();
      await Promise.all(Array.from({ length: 4 }, () => limits.add(what, minutes(10), NOW)));
      expect((await limits.tally(what, minutes(10), NOW)).count).toBe(4);
    });
  });

  describe(`${name}, what is over`, () => {
    test('is removed, some at a time, and what is not stays', async () => {
      const { sessions, limits, pendingSignIns, expired } = stores();
      while ((await expired.remove(instantOfMs(END + 1), 1000)) > 0);
      const staying = await sessions.begin(session({ until: plus(END, minutes(1)) }));
      await sessions.begin(session());
      await pendingSignIns.keep(pending());
      await limits.add(randomUUID(), minutes(10), NOW);
      expect(await expired.remove(instantOfMs(END - 1), 1000)).toBe(1);
      expect(await expired.remove(END, 1)).toBe(1);
      expect(await expired.remove(END, 1000)).toBe(1);
      expect(await expired.remove(END, 1000)).toBe(0);
      expect(await sessions.find(staying, NOW)).toBeDefined();
    });
  });
};
