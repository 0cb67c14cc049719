import type { CertificateFileFault } from '../domain/certificate-rules.ts';
import type { PublicCertificate } from '../domain/public-certificate.ts';
import type { Result } from '../domain/result.ts';

/** Reads files that people hand in: .cer, .pem or .crt, DER or PEM. */
export interface CertificateReader {
  /**
   * The one public certificate in a file. A file with anything of a private key in it is refused as such, whatever else
   * is in it; nothing of the file is kept. Whether the certificate will do is not asked here.
   */
  read(file: Uint8Array): Result<PublicCertificate, CertificateFileFault>;
}
