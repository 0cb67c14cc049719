import type { LinkId } from '../domain/ids.ts';
import { fail, ok, type Result } from '../domain/result.ts';
import { type Duration, type Instant, minutes, plus } from '../domain/time.ts';
import type { Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';
import type { PendingSignIns } from '../ports/pending-sign-ins.ts';
import type { RateLimits } from '../ports/rate-limits.ts';
import type { SignIn } from '../ports/sign-in.ts';
import { countOne, LIMITS, waitsUntil } from './limits.ts';

interface Deps {
  readonly signIn: SignIn;
  readonly pendingSignIns: PendingSignIns;
  readonly limits: RateLimits;
  readonly clock: Clock;
  readonly log: Log;
}

/** Whoever is not back by then begins anew. */
export const SIGN_IN_PATIENCE: Duration = minutes(10);

type BeginFailure = { readonly code: 'UNAVAILABLE' } | { readonly code: 'WAIT'; readonly until: Instant };

/** Sends someone to the authority; afterwards they come back to this link. `network` is where they come from. */
export const beginSignIn =
  ({ signIn, pendingSignIns, limits, clock, log }: Deps) =>
  async (
    link: LinkId,
    fresh: boolean,
    network: string,
  ): Promise<Result<{ readonly address: URL; readonly state: string }, BeginFailure>> => {
    const now = clock.now();
    const until = await waitsUntil(limits, LIMITS.signIns, network, now);
    if (until !== undefined) return fail({ code: 'WAIT', until });
    await countOne(limits, LIMITS.signIns, network, now);
    const begun = await signIn.begin(fresh);
    if (!begun.ok) {
      log('SIGN_IN_UNAVAILABLE', { failure: begun.failure.code, detail: begun.failure.detail });
      return fail({ code: 'UNAVAILABLE' });
    }
    const { address, attempt } = begun.value;
    await pendingSignIns.keep({
      ...attempt,
      link,
      fresh,
      startedAt: now,
      until: plus(now, SIGN_IN_PATIENCE),
    });
    return ok({ address, state: attempt.state });
  };
