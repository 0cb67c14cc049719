import type { LinkId } from '../domain/ids.ts';
import { fail, ok, type Result } from '../domain/result.ts';
import { type Reauthentication, type Session, SESSION_LIFETIME } from '../domain/session.ts';
import type { Tenant } from '../domain/tenant.ts';
import { type Instant, minus, minutes, plus } from '../domain/time.ts';
import type { Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';
import type { PendingSignIn, PendingSignIns } from '../ports/pending-sign-ins.ts';
import type { RateLimits } from '../ports/rate-limits.ts';
import type { Sessions } from '../ports/sessions.ts';
import type { SignedIn, SignIn } from '../ports/sign-in.ts';
import { countOne, LIMITS, waitsUntil } from './limits.ts';

interface Deps {
  readonly signIn: SignIn;
  readonly pendingSignIns: PendingSignIns;
  readonly sessions: Sessions;
  readonly limits: RateLimits;
  readonly clock: Clock;
  readonly log: Log;
  readonly tenants: readonly Tenant[];
  readonly guests: 'refuse' | 'allow';
  readonly reauthentication: Reauthentication;
}

/** What a browser comes back with. */
export interface CameBack {
  /** The query, without its `?`. */
  readonly query: string;
  /** The state that this browser was given, if it says one that it has. */
  readonly state: string | undefined;
  readonly network: string;
  /** The key of the session that it had so far. */
  readonly formerKey: string | undefined;
}

export interface SignInEnd {
  /** Where the browser goes on; undefined when nobody knows where it came from. */
  readonly link: LinkId | undefined;
  readonly outcome:
    | { readonly code: 'SIGNED_IN'; readonly key: string; readonly until: Instant }
    | { readonly code: 'DENIED' | 'REFUSED' | 'UNAVAILABLE' | 'STALE' };
}

/** Clocks of the authority and of ours may differ by this much. */
const SKEW = minutes(1);

/**
 * Turns what came back from the authority into a session.
 *
 * Invariants: who someone is, is tenant and object id as the authority signed them, and the tenant is one of ours. The
 * session has a new key, whatever key the browser had before, and the former session ends.
 */
export const finishSignIn = (deps: Deps) => {
  const { signIn, pendingSignIns, sessions, limits, clock, log } = deps;

  const sessionOf = (
    { fresh, link, startedAt }: PendingSignIn,
    { tenant, objectId, name, authenticatedAt, isGuest }: SignedIn,
    now: Instant,
  ): Result<Session, string> => {
    if (!deps.tenants.some(({ id }) => id === tenant)) return fail('FOREIGN_TENANT');
    if (isGuest && deps.guests === 'refuse') return fail('GUEST');
    const needsTime = fresh || deps.reauthentication !== 'session';
    if (needsTime && authenticatedAt === undefined) return fail('NO_AUTH_TIME');
    if (fresh && (authenticatedAt ?? now) < minus(startedAt, SKEW)) return fail('NOT_FRESH');
    return ok({
      person: { tenant, objectId },
      name,
      authenticatedAt: authenticatedAt ?? now,
      freshFor: fresh ? link : undefined,
      only: undefined,
      until: plus(now, SESSION_LIFETIME),
    });
  };

  const refuse = async (
    link: LinkId | undefined,
    network: string,
    failure: string,
    detail?: string,
  ): Promise<SignInEnd> => {
    await countOne(limits, LIMITS.failedSignIns, network, clock.now());
    log('SIGN_IN_REFUSED', { failure, detail });
    return { link, outcome: { code: failure === 'DENIED' ? 'DENIED' : 'REFUSED' } };
  };

  return async ({
    query,
    state,
    network,
    formerKey,
  }: CameBack): Promise<Result<SignInEnd, { readonly code: 'WAIT'; readonly until: Instant }>> => {
    const now = clock.now();
    const until = await waitsUntil(limits, LIMITS.failedSignIns, network, now);
    if (until !== undefined) return fail({ code: 'WAIT', until });
    const pending = state === undefined ? undefined : await pendingSignIns.take(state, now);
    if (pending === undefined) return ok({ link: undefined, outcome: { code: 'STALE' } });
    const { link } = pending;

    const finished = await signIn.finish(query, pending);
    if (!finished.ok) {
      const { code, detail } = finished.failure;
      if (code !== 'UNAVAILABLE') return ok(await refuse(link, network, code, detail));
      log('SIGN_IN_UNAVAILABLE', { failure: code, detail });
      return ok({ link, outcome: { code } });
    }
    const session = sessionOf(pending, finished.value, clock.now());
    if (!session.ok) return ok(await refuse(link, network, session.failure));
    const key = await sessions.begin(session.value);
    if (formerKey !== undefined) await sessions.end(formerKey);
    return ok({ link, outcome: { code: 'SIGNED_IN', key, until: session.value.until } });
  };
};
