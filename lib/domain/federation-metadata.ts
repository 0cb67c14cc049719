import type { Subject } from './credential.ts';
import { type Digest, type SubjectId, subjectId, type TenantId } from './ids.ts';
import type { Instant } from './time.ts';

export type CertificateUse = 'signing' | 'encryption';

/** A certificate that metadata shows. */
export interface ShownCertificate {
  readonly use: CertificateUse;
  /** Upper-case hex SHA-1, by which directories name it. */
  readonly thumbprint: string;
  /** Upper-case hex SHA-256, which nobody can make another one for. */
  readonly sha256: string;
  /** Its distinguished name: hostile text. */
  readonly name: string;
  readonly startsAt: Instant;
  readonly expiresAt: Instant;
}

/** Who signs tokens, and who reads them. One entity may do both. */
export const METADATA_SIDES = ['identity-provider', 'relying-party'] as const;
export type MetadataSide = (typeof METADATA_SIDES)[number];

/** What WS-Federation or SAML metadata says of one entity. */
export interface FederationMetadata {
  /** Hostile text. */
  readonly entityId: string;
  readonly sides: readonly MetadataSide[];
  /** Each once for each use, in the order of the document: the first is the one that signs now. */
  readonly certificates: readonly ShownCertificate[];
}

/** How it is known which certificates the tenant trusts. */
export type Trust =
  | { readonly kind: 'unknown' }
  /** Thumbprints (SHA-1 or SHA-256) as an operator wrote them down; the first of each use is the one in use. */
  | {
      readonly kind: 'pins';
      readonly signing: readonly string[];
      readonly encryption: readonly string[];
    }
  /** What the tenant has for a federated domain. */
  | { readonly kind: 'domain'; readonly domain: string }
  /** For whom the tenant encrypts tokens. */
  | { readonly kind: 'service-principal'; readonly objectId: string };

/** Thumbprints that the tenant trusts, by use, the one in use first; undefined: not known. */
export type Trusted = Readonly<Record<CertificateUse, readonly string[] | undefined>>;

const NOT_KNOWN: Trusted = { signing: undefined, encryption: undefined };

/** The subject of our own inventory that says what is trusted, if one does. */
export const subjectOfTrust = (digest: Digest, tenant: TenantId, trust: Trust): SubjectId | undefined => {
  switch (trust.kind) {
    case 'domain':
      return subjectId(digest, {
        tenant,
        source: 'federated-domains',
        nativeId: `domains/${trust.domain.toLowerCase()}`,
      });
    case 'service-principal':
      return subjectId(digest, {
        tenant,
        source: 'entra-service-principals',
        nativeId: trust.objectId.toLowerCase(),
      });
    case 'pins':
    case 'unknown':
      return undefined;
  }
};

/** What is trusted; `subject` is the one above, as far as it is known. */
export const trustedBy = (trust: Trust, subject: Pick<Subject, 'credentials'> | undefined): Trusted => {
  switch (trust.kind) {
    case 'pins':
      return { signing: someOf(trust.signing), encryption: someOf(trust.encryption) };
    case 'domain':
      return {
        ...NOT_KNOWN,
        signing: thumbprints(subject, ['federation-signing-certificate']),
      };
    case 'service-principal':
      return {
        ...NOT_KNOWN,
        encryption: thumbprints(subject, ['token-encryption-certificate']),
      };
    case 'unknown':
      return NOT_KNOWN;
  }
};

const someOf = (pins: readonly string[]): readonly string[] | undefined =>
  pins.length === 0 ? undefined : pins.map((pin) => pin.toUpperCase());

/** The one in use first. */
const thumbprints = (
  subject: Pick<Subject, 'credentials'> | undefined,
  kinds: readonly string[],
): readonly string[] | undefined => {
  const found = (subject?.credentials ?? [])
    .filter(({ kind }) => kinds.includes(kind))
    .toSorted((a, b) => Number(a.role === 'next') - Number(b.role === 'next'))
    .flatMap(({ thumbprint }) => thumbprint ?? []);
  return found.length === 0 ? undefined : found;
};

/** Whether a thumbprint of either length is this certificate's. */
export const isNamed = (
  { thumbprint, sha256 }: Pick<ShownCertificate, 'thumbprint' | 'sha256'>,
  named: string,
): boolean => thumbprint === named || sha256 === named;

/** Whether the tenant trusts it; undefined: not known. */
export const isTrusted = (certificate: ShownCertificate, trusted: Trusted): boolean | undefined =>
  trusted[certificate.use]?.some((named) => isNamed(certificate, named));
