import type { Clock } from '../../ports/clock.ts';
import { ok } from '../../domain/result.ts';
import { type Instant, minus, plus, seconds } from '../../domain/time.ts';
import type { CallResult } from './servicenow-failure.ts';

export interface Token {
  readonly value: string;
  readonly endsAt: Instant;
}

/** The one token that all calls share. */
export interface Tokens {
  current(): Promise<CallResult<Token>>;
  /** Forgets this token, if it still is the current one: the desk no longer takes it. */
  drop(token: Token): void;
}

/** A token is not used in its last minute, so that it does not end on the way. */
const MARGIN = seconds(60);

/** Keeps a token until shortly before its end. However many ask at once, it is fetched once. */
export const sharedToken = (
  fetchToken: () => Promise<CallResult<{ readonly value: string; readonly lifetimeSeconds: number }>>,
  clock: Clock,
): Tokens => {
  let kept: Token | undefined;
  let fetching: Promise<CallResult<Token>> | undefined;

  const refresh = async (): Promise<CallResult<Token>> => {
    const askedAt = clock.now();
    const fetched = await fetchToken();
    if (!fetched.ok) return fetched;
    const { value, lifetimeSeconds } = fetched.value;
    kept = { value, endsAt: plus(askedAt, seconds(lifetimeSeconds)) };
    return ok(kept);
  };

  return {
    current: () => {
      if (kept !== undefined && clock.now() < minus(kept.endsAt, MARGIN)) return Promise.resolve(ok(kept));
      fetching ??= refresh().finally(() => {
        fetching = undefined;
      });
      return fetching;
    },
    drop: (token) => {
      if (kept === token) kept = undefined;
    },
  };
};
