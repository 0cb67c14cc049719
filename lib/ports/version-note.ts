import type { ItemPlace } from '../domain/item-place.ts';
import type { LeftToPeople } from '../domain/next-version.ts';
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
    | { readonly kind: 'rotates'; readonly at: Instant }
    | { readonly kind: 'deposit' }
    /** What the issuer said, if the vault tells. Hostile text. */
    | { readonly kind: 'refused'; readonly said: string | undefined }
    | { readonly kind: 'left'; readonly why: LeftToPeople }
  );
