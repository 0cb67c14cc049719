import { type CertificateFault, certificateFaults, ENTRA_KEY_KINDS } from './certificate-rules.ts';
import type { PublicCertificate } from './public-certificate.ts';
import type { Duration, Instant } from './time.ts';

/** A public certificate that an owner handed in and that was found good. Nothing in it is secret. */
export type HandedCertificate = Pick<PublicCertificate, 'der' | 'thumbprint' | 'startsAt' | 'expiresAt'>;

/** What a certificate has to be, wherever it is handed in. */
export interface WantedCertificate {
  /** Thumbprints of what is there already, the old one among them. */
  readonly present: readonly string[];
  /** The end of the one that it replaces. */
  readonly replacesOneUntil: Instant;
  /** Undefined: any lifetime will do. */
  readonly longestLifetime: Duration | undefined;
}

/** Everything that speaks against it as a certificate of an application. */
export const faultsOfHanded = (
  certificate: PublicCertificate,
  wanted: WantedCertificate,
  now: Instant,
): readonly CertificateFault[] =>
  certificateFaults(certificate, { ...wanted, now, keyKinds: ENTRA_KEY_KINDS });

export const handedOf = ({ der, thumbprint, startsAt, expiresAt }: PublicCertificate): HandedCertificate => ({
  der,
  thumbprint,
  startsAt,
  expiresAt,
});
