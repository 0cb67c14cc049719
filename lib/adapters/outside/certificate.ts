import { X509Certificate } from 'node:crypto';
import { type Instant, instantOfMs } from '../../domain/time.ts';

/** What can be told of a certificate. */
export interface ReadCertificate {
  readonly thumbprint: string;
  readonly sha256: string;
  /** Hostile text. */
  readonly name: string;
  readonly startsAt: Instant;
  readonly expiresAt: Instant;
}

const LONGEST_NAME = 300;

/** A certificate in base64, however its lines are broken; undefined if it is none. */
export const readCertificate = (base64: string): ReadCertificate | undefined => {
  const text = base64.replace(/\s+/g, '');
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(text)) return undefined;
  try {
    const certificate = new X509Certificate(Buffer.from(text, 'base64'));
    const startsAt = instantOf(certificate.validFrom);
    const expiresAt = instantOf(certificate.validTo);
    if (startsAt === undefined || expiresAt === undefined) return undefined;
    return {
      thumbprint: plain(certificate.fingerprint),
      sha256: plain(certificate.fingerprint256),
      name: certificate.subject.replaceAll('\n', ', ').slice(0, LONGEST_NAME),
      startsAt,
      expiresAt,
    };
  } catch {
    return undefined;
  }
};

const plain = (fingerprint: string): string => fingerprint.replaceAll(':', '').toUpperCase();

/** OpenSSL's own spelling, such as `Jan  5 03:04:05 2027 GMT`. */
const instantOf = (text: string): Instant | undefined => {
  const ms = Date.parse(text);
  return Number.isNaN(ms) ? undefined : instantOfMs(ms);
};
