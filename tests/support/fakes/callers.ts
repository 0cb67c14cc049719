import type { AppRole, Caller } from '../../../lib/domain/caller.ts';
import { fail, ok } from '../../../lib/domain/result.ts';
import { hours, type Instant, instantOfMs, plus } from '../../../lib/domain/time.ts';
import type { Callers } from '../../../lib/ports/callers.ts';
import type { Clock } from '../../../lib/ports/clock.ts';

/** As tokens tell times. */
const wholeSecond = (now: Instant): Instant => instantOfMs(Math.floor(now / 1000) * 1000);

/** A sign-in in memory, with tokens that live an hour. */
export interface FakeCallers extends Callers {
  /** The `Authorization` header of this person or program from now on. */
  signIn(who: Pick<Caller, 'tenant' | 'objectId'>, roles: readonly AppRole[], kind?: Caller['kind']): string;
  /** Until `comeBack`, nobody can be told. */
  goAway(): void;
  comeBack(): void;
}

export const fakeCallers = (clock: Clock): FakeCallers => {
  const signedIn = new Map<string, { readonly caller: Caller; readonly until: Instant }>();
  let away = false;
  return {
    signIn: ({ tenant, objectId }, roles, kind = 'person') => {
      const header = `Bearer token-${signedIn.size + 1}`;
      signedIn.set(header, {
        caller: {
          tenant,
          objectId,
          roles,
          kind,
          authenticatedAt: kind === 'person' ? wholeSecond(clock.now()) : undefined,
        },
        until: plus(clock.now(), hours(1)),
      });
      return header;
    },
    identify: (authorization) => {
      const known = signedIn.get(authorization ?? '');
      const isGood = known !== undefined && clock.now() < known.until;
      if (away && authorization !== undefined)
        return Promise.resolve(fail({ code: 'UNAVAILABLE', detail: 'The sign-in is away.' }));
      return Promise.resolve(
        isGood ? ok(known.caller) : fail({ code: 'NOT_SIGNED_IN', detail: 'Send an access token.' }),
      );
    },
    goAway: () => {
      away = true;
    },
    comeBack: () => {
      away = false;
    },
  };
};
