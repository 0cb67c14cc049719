import { X509Certificate } from 'node:crypto';
import { type Instant, instantOfMs } from '../../domain/time.ts';

/** What is to be known of a certificate that a directory shows as it is. */
export interface CertificateFacts {
  readonly thumbprint: string;
  readonly name: string;
  readonly startsAt: Instant;
  readonly expiresAt: Instant;
}

/** No certificate is longer; what is, is none. */
const LONGEST = 64 * 1024;

/** Reads a certificate in base64, in whatever lines; undefined if it is none. */
export const certificateFacts = (base64: string): CertificateFacts | undefined => {
  if (base64.length > LONGEST) return undefined;
  try {
    const certificate = new X509Certificate(Buffer.from(base64, 'base64'));
    return {
      thumbprint: certificate.fingerprint.replaceAll(':', ''),
      name: certificate.subject.replaceAll('\n', ', '),
      startsAt: instantOfMs(Date.parse(certificate.validFrom)),
      expiresAt: instantOfMs(Date.parse(certificate.validTo)),
    };
  } catch {
    return undefined;
  }
};
