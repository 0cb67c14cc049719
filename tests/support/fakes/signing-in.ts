import { randomBytes } from 'node:crypto';
import type { Person } from '../../../lib/domain/person.ts';
import { fail, ok } from '../../../lib/domain/result.ts';
import type { Session } from '../../../lib/domain/session.ts';
import { hours, type Instant, instantOfMs, minus } from '../../../lib/domain/time.ts';
import type { Clock } from '../../../lib/ports/clock.ts';
import type { Expired } from '../../../lib/ports/expired.ts';
import type { PendingSignIn, PendingSignIns } from '../../../lib/ports/pending-sign-ins.ts';
import type { RateLimits } from '../../../lib/ports/rate-limits.ts';
import type { Sessions } from '../../../lib/ports/sessions.ts';
import type { SignedIn, SignIn, SignInAttempt, SignInFailure } from '../../../lib/ports/sign-in.ts';

const key = () => randomBytes(32).toString('base64url');

interface Passing<T> {
  readonly value: T;
  readonly until: Instant;
}

/** Sessions, sign-ins under way and counts in memory. */
export interface FakePassing {
  readonly sessions: Sessions & { all(): readonly Session[] };
  readonly pendingSignIns: PendingSignIns;
  readonly limits: RateLimits;
  readonly expired: Expired;
}

export const fakePassing = (): FakePassing => {
  const sessions = new Map<string, Passing<Session>>();
  const pending = new Map<string, Passing<PendingSignIn>>();
  const counts = new Map<string, Passing<number>>();
  const current = <T>(rows: Map<string, Passing<T>>, id: string, now: Instant): T | undefined => {
    const row = rows.get(id);
    return row !== undefined && now < row.until ? row.value : undefined;
  };
  const windowOf = (what: string, window: number, now: Instant) => {
    const start = Math.floor(now / window) * window;
    return { id: `${what}|${start}|${window}`, until: instantOfMs(start + window) };
  };
  return {
    sessions: {
      all: () => [...sessions.values()].map(({ value }) => value),
      begin: async (value) => {
        await Promise.resolve();
        const id = key();
        sessions.set(id, { value, until: value.until });
        return id;
      },
      find: (id, now) => Promise.resolve(current(sessions, id, now)),
      end: async (id) => {
        await Promise.resolve();
        sessions.delete(id);
      },
    },
    pendingSignIns: {
      keep: async (value) => {
        await Promise.resolve();
        pending.set(value.state, { value, until: value.until });
      },
      take: async (state, now) => {
        await Promise.resolve();
        const taken = current(pending, state, now);
        pending.delete(state);
        return taken;
      },
    },
    limits: {
      tally: (what, window, now) => {
        const { id, until } = windowOf(what, window, now);
        return Promise.resolve({ count: current(counts, id, now) ?? 0, until });
      },
      add: async (what, window, now) => {
        await Promise.resolve();
        const { id, until } = windowOf(what, window, now);
        counts.set(id, { value: (current(counts, id, now) ?? 0) + 1, until });
      },
    },
    expired: {
      remove: async (now, limit) => {
        await Promise.resolve();
        let removed = 0;
        for (const rows of [sessions, pending, counts])
          for (const [id, { until }] of rows)
            if (until <= now && removed < limit) {
              rows.delete(id);
              removed += 1;
            }
        return removed;
      },
    },
  };
};

/** The authority: whoever is said to sit at the browser signs in there. */
export interface FakeSignIn extends SignIn {
  /** The browser goes there and comes back with this query, as this person. */
  come(address: string, as: Person, said?: Partial<SignedIn>): string;
  /** Everyone is answered so until `back()`. */
  answer(failure: SignInFailure): void;
  back(): void;
}

export const fakeSignIn = (clock: Clock): FakeSignIn => {
  const codes = new Map<string, { readonly who: SignedIn; readonly nonce: string; readonly state: string }>();
  let failure: SignInFailure | undefined;
  return {
    begin: (fresh) => {
      if (failure !== undefined) return Promise.resolve(fail(failure));
      const attempt: SignInAttempt = { state: key(), nonce: key(), verifier: key() };
      const query = new URLSearchParams({ state: attempt.state, nonce: attempt.nonce, fresh: String(fresh) });
      return Promise.resolve(
        ok({ address: new URL(`https://login.example.test/?${query.toString()}`), attempt }),
      );
    },
    finish: (query, { state, nonce }) => {
      if (failure !== undefined) return Promise.resolve(fail(failure));
      const back = new URLSearchParams(query);
      const code = codes.get(back.get('code') ?? '');
      codes.delete(back.get('code') ?? '');
      const isOurs = code?.nonce === nonce && code.state === state && back.get('state') === state;
      return Promise.resolve(isOurs ? ok(code.who) : fail({ code: 'REFUSED', detail: 'NOT_ASKED_FOR' }));
    },
    come: (address, as, said = {}) => {
      const { searchParams } = new URL(address);
      const code = key();
      const now = clock.now();
      codes.set(code, {
        nonce: searchParams.get('nonce') ?? '',
        state: searchParams.get('state') ?? '',
        who: {
          tenant: as.tenant,
          objectId: as.objectId,
          name: as.displayName,
          // Someone who signed in this morning is not asked again, unless it has to be fresh.
          authenticatedAt: searchParams.get('fresh') === 'true' ? now : minus(now, hours(4)),
          isGuest: false,
          ...said,
        },
      });
      return new URLSearchParams({ code, state: searchParams.get('state') ?? '' }).toString();
    },
    answer: (said) => {
      failure = said;
    },
    back: () => {
      failure = undefined;
    },
  };
};
