import type { Caller } from '../domain/caller.ts';
import type { Result } from '../domain/result.ts';

export type CallerFailure =
  /** Nobody that we know; the detail says why, to the caller too, and repeats nothing of what was sent. */
  | { readonly code: 'NOT_SIGNED_IN'; readonly detail: string }
  /** It can't be said now whether the token is good: its tenant's keys can't be had. */
  | { readonly code: 'UNAVAILABLE'; readonly detail: string };

/** Tells who calls by the `Authorization` header of a request. Never says that someone is who they may not be. */
export interface Callers {
  identify(authorization: string | undefined): Promise<Result<Caller, CallerFailure>>;
}
