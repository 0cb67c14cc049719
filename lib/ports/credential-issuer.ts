import type { Result } from '../domain/result.ts';
import type { Instant } from '../domain/time.ts';
import type { TenantId } from '../domain/ids.ts';

export interface IssuedSecret {
  readonly keyId: string;
  /** Shown once, by the directory, to us. */
  readonly value: string;
  readonly expiresAt: Instant;
}

export interface HeldSecret {
  readonly keyId: string;
  readonly name: string | undefined;
}

export interface IssuerFailure {
  /** `REJECTED`: a rule of the tenant forbids it, and trying again changes nothing until a person acts. */
  readonly code: 'UNAVAILABLE' | 'FORBIDDEN' | 'NOT_FOUND' | 'REJECTED';
  readonly detail: string;
}

/** Where an application is, for writing to it. */
export interface Holder {
  readonly tenant: TenantId;
  /** The object id, not the client id. */
  readonly nativeId: string;
}

/** Makes and removes the client secrets of applications. */
export interface CredentialIssuer {
  held(holder: Holder): Promise<Result<readonly HeldSecret[], IssuerFailure>>;
  /** Not idempotent: each call makes one more. The name is how it is found again. */
  add(holder: Holder, name: string, expiresAt: Instant): Promise<Result<IssuedSecret, IssuerFailure>>;
  /** Removing what is not there is no error. */
  remove(holder: Holder, keyId: string): Promise<Result<undefined, IssuerFailure>>;
}
