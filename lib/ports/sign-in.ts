import type { TenantId } from '../domain/ids.ts';
import type { ObjectId } from '../domain/person.ts';
import type { Result } from '../domain/result.ts';
import type { Instant } from '../domain/time.ts';

/** What only the browser that began a sign-in has, so that nobody can finish another's. */
export interface SignInAttempt {
  readonly state: string;
  readonly nonce: string;
  /** The other half of the code challenge (RFC 7636). */
  readonly verifier: string;
}

/** Someone whom the authority vouches for. */
export interface SignedIn {
  readonly tenant: TenantId;
  readonly objectId: ObjectId;
  /** Hostile text. */
  readonly name: string;
  /** Undefined when the authority does not say. */
  readonly authenticatedAt: Instant | undefined;
  /** Their account is of another tenant or of another kind. */
  readonly isGuest: boolean;
}

export type SignInFailure =
  | { readonly code: 'UNAVAILABLE'; readonly detail: string }
  /** The person, or a rule of their tenant, said no. */
  | { readonly code: 'DENIED'; readonly detail: string }
  /** What came back is not what was asked for: another nonce, audience, issuer or signature, or past its time. */
  | { readonly code: 'REFUSED'; readonly detail: string };

/** The authority that people sign in at. */
export interface SignIn {
  /** Where the browser goes. `fresh`: the person is to show once more who they are. */
  begin(
    fresh: boolean,
  ): Promise<Result<{ readonly address: URL; readonly attempt: SignInAttempt }, SignInFailure>>;
  /** `query` is what the browser came back with, without its `?`. */
  finish(query: string, attempt: SignInAttempt): Promise<Result<SignedIn, SignInFailure>>;
}
