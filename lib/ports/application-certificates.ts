import type { HandedCertificate } from '../domain/handed-certificate.ts';
import type { Result } from '../domain/result.ts';
import type { HeldSecret, Holder, IssuerFailure } from './credential-issuer.ts';

/** A certificate or key that an application holds. */
export interface HeldCertificate extends HeldSecret {
  /** Upper-case hex SHA-1; undefined: it says none. */
  readonly thumbprint: string | undefined;
}

/** A public certificate, with what the directory shall call it. */
export interface NewCertificate extends HandedCertificate {
  readonly keyId: string;
  /** How it is found again. */
  readonly name: string;
}

/** The certificates of applications: only their public halves, and never one of a stranger is lost. */
export interface ApplicationCertificates {
  held(holder: Holder): Promise<Result<readonly HeldCertificate[], IssuerFailure>>;
  /** Adds it beside all others, once: the same key id again changes nothing. It is there when this returns. */
  add(holder: Holder, certificate: NewCertificate): Promise<Result<undefined, IssuerFailure>>;
  /** Removing what is not there is no error. It is gone when this returns. */
  remove(holder: Holder, keyId: string): Promise<Result<undefined, IssuerFailure>>;
}
