import { type CertificateFault, certificateFaults } from './certificate-rules.ts';
import type { PublicCertificate } from './public-certificate.ts';
import { fail, ok, type Result } from './result.ts';
import type { Duration, Instant } from './time.ts';

/** What was asked to be signed, and what it is to replace. */
export interface AskedCertificate {
  /** The key in the request: SubjectPublicKeyInfo as base64. */
  readonly publicKey: string;
  /** The thumbprint of the version that is there. */
  readonly old: string;
  readonly oldExpiresAt: Instant;
  readonly longestLifetime: Duration | undefined;
}

/** Why what came back will not do. `OTHER_KEY`: no certificate in the file is of the key in the request. */
export type SignedFault = CertificateFault | { readonly code: 'OTHER_KEY' };

/** Many times what a chain takes. */
export const LONGEST_SIGNED = 64 * 1024;
/** Vaults hold keys of these kinds. */
const VAULT_KEY_KINDS = ['rsa', 'ec'] as const;
/** From the certificate to its root; more is no chain. */
const LONGEST_CHAIN = 8;

/**
 * The certificate that answers a request, and behind it those that signed it, as far as they are in the file. In which
 * order they were is nothing to rely on.
 */
export const signedFor = (
  certificates: readonly PublicCertificate[],
  { publicKey, old, oldExpiresAt, longestLifetime }: AskedCertificate,
  now: Instant,
): Result<readonly PublicCertificate[], readonly SignedFault[]> => {
  const leaf = certificates.find((one) => one.publicKey === publicKey);
  if (leaf === undefined) return fail([{ code: 'OTHER_KEY' }]);
  const faults = certificateFaults(leaf, {
    now,
    keyKinds: VAULT_KEY_KINDS,
    longestLifetime,
    present: [old],
    replacesOneUntil: oldExpiresAt,
  });
  return faults.length > 0 ? fail(faults) : ok(chainOf(leaf, certificates));
};

const chainOf = (
  leaf: PublicCertificate,
  all: readonly PublicCertificate[],
): readonly PublicCertificate[] => {
  const chain = [leaf];
  for (let last = leaf; chain.length < LONGEST_CHAIN;) {
    const { issuer } = last;
    const next = all.find((one) => one.subject === issuer && !chain.includes(one));
    if (next === undefined) break;
    chain.push(next);
    last = next;
  }
  return chain;
};
