import type { Instant } from './time.ts';

/** The public key of a certificate, as far as it is judged. */
export type PublicKey =
  | { readonly kind: 'rsa'; readonly bits: number }
  | { readonly kind: 'ec'; readonly curve: string; readonly bits: number }
  | { readonly kind: 'other'; readonly name: string };

/** What a certificate says. Nothing in it is secret, and whoever made it chose the names: they are hostile text. */
export interface PublicCertificate {
  /** The certificate itself: DER as base64, which is what a directory takes. */
  readonly der: string;
  readonly subject: string;
  readonly issuer: string;
  /** Upper-case hex. */
  readonly serialNumber: string;
  readonly startsAt: Instant;
  readonly expiresAt: Instant;
  /** Upper-case hex SHA-1, by which directories and vaults call a certificate. It proves nothing. */
  readonly thumbprint: string;
  /** SubjectPublicKeyInfo as base64: the same in the request that the certificate answers. */
  readonly publicKey: string;
  readonly key: PublicKey;
  /** Such as `sha256`; `none` where the signature needs no hash of its own (EdDSA); undefined: an algorithm we do not know. */
  readonly signatureHash: string | undefined;
}
