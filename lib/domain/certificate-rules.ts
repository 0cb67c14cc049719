import type { PublicCertificate, PublicKey } from './public-certificate.ts';
import { between, type Duration, type Instant, minutes, plus } from './time.ts';

/** Why a file is not one public certificate. `PRIVATE_KEY` comes before all others: such a file is kept nowhere. */
export type CertificateFileFault =
  | { readonly code: 'PRIVATE_KEY' }
  | { readonly code: 'EMPTY' }
  | { readonly code: 'TOO_LARGE'; readonly longest: number }
  | { readonly code: 'SEVERAL' }
  /** A request for a certificate (CSR). */
  | { readonly code: 'REQUEST' }
  | { readonly code: 'NOT_A_CERTIFICATE' }
  /** It begins like a certificate, and is damaged or not written by the rules. */
  | { readonly code: 'MALFORMED' };

/** Why a certificate can not replace another. */
export type CertificateFault =
  | { readonly code: 'KEY_KIND'; readonly key: PublicKey }
  | { readonly code: 'WEAK_KEY'; readonly key: PublicKey; readonly atLeast: number }
  | { readonly code: 'WEAK_HASH'; readonly hash: string | undefined }
  | { readonly code: 'NOT_YET_VALID'; readonly startsAt: Instant }
  | { readonly code: 'EXPIRED'; readonly expiresAt: Instant }
  | { readonly code: 'LONGER_THAN_POLICY'; readonly lifetime: Duration; readonly longest: Duration }
  | { readonly code: 'SAME_AS_OLD' }
  | { readonly code: 'ENDS_NO_LATER'; readonly expiresAt: Instant; readonly old: Instant };

export interface CertificateRules {
  readonly now: Instant;
  /** What the place where it goes can use. */
  readonly keyKinds: readonly PublicKey['kind'][];
  /** Undefined: any lifetime will do. */
  readonly longestLifetime: Duration | undefined;
  /** Thumbprints of what is there already. */
  readonly present: readonly string[];
  /** The end of the one that it replaces. */
  readonly replacesOneUntil: Instant | undefined;
}

/** Many times what a certificate takes, and nothing that anyone could be made to wait for. */
export const LONGEST_FILE = 64 * 1024;

/** Microsoft Entra takes no other keys in the certificates of applications. */
export const ENTRA_KEY_KINDS: readonly PublicKey['kind'][] = ['rsa'];

const LEAST_BITS = { rsa: 2048, ec: 256 } as const;
const GOOD_HASHES = ['sha256', 'sha384', 'sha512', 'sha3-256', 'sha3-384', 'sha3-512', 'none'];
/** The clock of whoever made it a moment ago may be ahead of ours. */
const CLOCK_SLACK: Duration = minutes(5);

type Rule = (certificate: PublicCertificate, rules: CertificateRules) => CertificateFault | undefined;

/** Each says one thing; all are asked, so that a person hears everything at once. */
const RULES: readonly Rule[] = [
  ({ thumbprint }, { present }) =>
    present.some((one) => one.toUpperCase() === thumbprint) ? { code: 'SAME_AS_OLD' } : undefined,
  ({ key }, { keyKinds }) => (keyKinds.includes(key.kind) ? undefined : { code: 'KEY_KIND', key }),
  ({ key }) =>
    key.kind !== 'other' && key.bits < LEAST_BITS[key.kind]
      ? { code: 'WEAK_KEY', key, atLeast: LEAST_BITS[key.kind] }
      : undefined,
  ({ signatureHash: hash }) =>
    hash !== undefined && GOOD_HASHES.includes(hash) ? undefined : { code: 'WEAK_HASH', hash },
  ({ startsAt }, { now }) =>
    plus(now, CLOCK_SLACK) < startsAt ? { code: 'NOT_YET_VALID', startsAt } : undefined,
  ({ expiresAt }, { now }) => (now >= expiresAt ? { code: 'EXPIRED', expiresAt } : undefined),
  ({ startsAt, expiresAt }, { longestLifetime: longest }) => {
    const lifetime = between(startsAt, expiresAt);
    return longest !== undefined && lifetime > longest
      ? { code: 'LONGER_THAN_POLICY', lifetime, longest }
      : undefined;
  },
  ({ expiresAt }, { replacesOneUntil: old }) =>
    old !== undefined && expiresAt <= old ? { code: 'ENDS_NO_LATER', expiresAt, old } : undefined,
];

/** Everything that speaks against it; none: it may be used. */
export const certificateFaults = (
  certificate: PublicCertificate,
  rules: CertificateRules,
): readonly CertificateFault[] =>
  RULES.map((rule) => rule(certificate, rules)).filter((fault) => fault !== undefined);
