import {
  type CertificateUse,
  type FederationMetadata,
  isNamed,
  type ShownCertificate,
  type Trusted,
} from './federation-metadata.ts';

/** What an import would change: thumbprints by use, such as `signing 3F…`. */
export interface MetadataDifference {
  readonly entityId: { readonly from: string; readonly to: string } | undefined;
  readonly added: readonly ShownCertificate[];
  readonly removed: readonly ShownCertificate[];
  /** Of those that would be removed: the ones in use. With any of them, the import is refused. */
  readonly inUse: readonly ShownCertificate[];
}

const USES: readonly CertificateUse[] = ['signing', 'encryption'];

/**
 * What would change. In use is the first that the tenant trusts; where nobody knows that, the first that was shown so far.
 *
 * Invariant: an import that is not refused keeps every certificate in use that was there.
 */
export const differenceOf = (
  before: FederationMetadata | undefined,
  after: FederationMetadata,
  trusted: Trusted,
): MetadataDifference => {
  const old = before?.certificates ?? [];
  const removed = old.filter((one) => !after.certificates.some(isSame(one)));
  const inUse = USES.flatMap((use) => inUseOf(old, use, trusted) ?? []);
  return {
    entityId:
      before === undefined || before.entityId === after.entityId
        ? undefined
        : { from: before.entityId, to: after.entityId },
    added: after.certificates.filter((one) => !old.some(isSame(one))),
    removed,
    inUse: removed.filter((one) => inUse.some(isSame(one))),
  };
};

/** The certificate of this use that everybody signs with, or encrypts for, now. */
export const inUseOf = (
  certificates: readonly ShownCertificate[],
  use: CertificateUse,
  trusted: Trusted,
): ShownCertificate | undefined => {
  const ofUse = certificates.filter((one) => one.use === use);
  const [named] = trusted[use] ?? [];
  return named === undefined ? ofUse[0] : ofUse.find((one) => isNamed(one, named));
};

export const isRefused = ({ inUse }: MetadataDifference): boolean => inUse.length > 0;

const isSame =
  (one: ShownCertificate) =>
  (other: ShownCertificate): boolean =>
    one.use === other.use && one.sha256 === other.sha256;
