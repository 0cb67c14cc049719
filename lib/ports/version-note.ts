import type { CertificateFileFault } from '../domain/certificate-rules.ts';
import type { ItemPlace } from '../domain/item-place.ts';
import type { LeftToPeople } from '../domain/next-version.ts';
import type { SignedFault } from '../domain/signed-certificate.ts';
import type { Instant } from '../domain/time.ts';

/** What the people on a ticket read about the next version of an item. Names are hostile text. */
export type VersionNote = ItemPlace & {
  /** When the version ends that makes way. */
  readonly expiresAt: Instant;
} & (
    | {
        /** The vault waits for a certificate that somebody signs: PKCS #10 in DER, as base64. */
        readonly kind: 'csr';
        readonly csr: string;
      }
    /** A file that somebody hung on the ticket is not what the vault asked for. Its name is hostile text. */
    | {
        readonly kind: 'not-signed';
        readonly file: string;
        readonly faults: readonly (SignedFault | CertificateFileFault | { readonly code: 'VAULT_REFUSED' })[];
      }
    /** The new version is there, and these are known to use the item. Hostile text. */
    | { readonly kind: 'used-by'; readonly names: readonly string[] }
    | { readonly kind: 'rotates'; readonly at: Instant }
    | { readonly kind: 'deposit' }
    /** What the issuer said, if the vault tells. Hostile text. */
    | { readonly kind: 'refused'; readonly said: string | undefined }
    | { readonly kind: 'left'; readonly why: LeftToPeople }
  );
