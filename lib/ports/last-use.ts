import type { Result } from '../domain/result.ts';
import type { Instant } from '../domain/time.ts';
import type { TenantId } from '../domain/ids.ts';
import type { Holder } from './credential-issuer.ts';

/** The last sign-in with one credential. The same key id may stand on several holders, each with a use of its own. */
export interface LastUsed {
  readonly nativeId: string;
  readonly keyId: string;
  readonly at: Instant;
}

export type LastUseFailure =
  /** The operator did not ask for it, so nothing was looked at. */
  | { readonly code: 'OFF'; readonly detail: string }
  /** A right, a licence or the whole report is missing there: waiting does not help. */
  | { readonly code: 'NOT_OFFERED'; readonly detail: string }
  | { readonly code: 'UNAVAILABLE'; readonly detail: string };

/** Who signed in when, as far as the tenant tells. Evidence and no proof: it lags by up to a day and knows not all. */
export interface LastUse {
  /** Undefined: no sign-in is known of, which does not say that there was none. */
  of(holder: Holder, keyId: string): Promise<Result<Instant | undefined, LastUseFailure>>;
  /** All that is known of, a page at a time; undefined: the first one. What it is not told of is not in it. */
  page(
    tenant: TenantId,
    cursor: string | undefined,
  ): Promise<
    Result<{ readonly used: readonly LastUsed[]; readonly next: string | undefined }, LastUseFailure>
  >;
}
