import type { CertificateFileFault } from '../domain/certificate-rules.ts';
import type { PublicCertificate } from '../domain/public-certificate.ts';
import type { Result } from '../domain/result.ts';

/** Reads what certificate authorities send back, and what they were sent. */
export interface SignedReader {
  /**
   * The certificates in a file, in whatever order: one, several in PEM, or PKCS #7. A file with anything of a private key
   * in it is refused as such; nothing of the file is kept.
   */
  read(file: Uint8Array): Result<readonly PublicCertificate[], CertificateFileFault>;
  /** The key that a request (PKCS #10 in DER, as base64) is about: SubjectPublicKeyInfo as base64; undefined: it is none. */
  requestedKey(csr: string): string | undefined;
}
