import type { Result } from '../domain/result.ts';
import type { Instant } from '../domain/time.ts';
import type { Holder, IssuerFailure } from './credential-issuer.ts';

export interface SigningCertificate {
  readonly keyId: string;
  /** Hostile text. */
  readonly name: string | undefined;
  /** Undefined where its maker wrote something else in its place. */
  readonly thumbprint: string | undefined;
  readonly expiresAt: Instant | undefined;
}

/** What a service principal signs with. */
export interface Signer {
  readonly certificates: readonly SigningCertificate[];
  /** The key id of the one that is used; undefined: the directory does not say. */
  readonly inUse: string | undefined;
  /** Mail addresses of those whom the directory tells: hostile text. */
  readonly notify: readonly string[];
}

/** The certificates by which the directory signs for service principals. `holder` names one by its object id. */
export interface SigningCertificates {
  look(holder: Holder): Promise<Result<Signer, IssuerFailure>>;
  /** Makes one more, which is not used yet. Not idempotent; the name is how it is found again. */
  add(holder: Holder, name: string, expiresAt: Instant): Promise<Result<SigningCertificate, IssuerFailure>>;
  /** Signs with that one from now on. Twice is as good as once. */
  use(holder: Holder, thumbprint: string): Promise<Result<undefined, IssuerFailure>>;
  /** Takes one away with all that belongs to it; one that is not there is no error, the one in use is refused. */
  remove(
    holder: Holder,
    keyId: string,
  ): Promise<Result<undefined, IssuerFailure | { readonly code: 'IN_USE'; readonly detail: string }>>;
}
