import type { Credential, Subject } from '../domain/credential.ts';
import type { CredentialId, RenewalId } from '../domain/ids.ts';
import { readMarker } from '../domain/marker.ts';
import { isHandedIn, isRenewedHere } from '../domain/renewed-here.ts';
import { isHandedOver, type RenewalSketch, sketchOf } from '../domain/renewal-sketch.ts';
import type { Renewals } from '../ports/renewals.ts';

export interface Unclaimed {
  readonly found: readonly Credential[];
  /** Some of ours can't be told yet, or are there to be removed: look again. */
  readonly pending: boolean;
  /** Those that bear a marker and are nobody's orphan, now and for good. */
  readonly claimed: readonly CredentialId[];
}

/**
 * Credentials that bear our marker but that their renewal does not know: an attempt died after making them, and the
 * directory's lists were too slow for the clean-up to see. While that renewal is at work they may still become known.
 * A marker of a renewal that is not ours, or of another application, was copied or is another deployment's: none of our
 * business.
 */
export const unclaimedCredentials = ({ renewals }: { readonly renewals: Renewals }) => {
  /** What was read a while ago may have moved on, and what ended long ago is not among it. */
  const claimNow = async (id: RenewalId, subject: Subject, credential: Credential): Promise<Claim> => {
    const stored = await renewals.find(id);
    return claimOf(stored && sketchOf(stored.state), subject, credential);
  };
  /** `renewalOf` spares reads, where many are asked about. */
  return async (
    subject: Subject,
    settled: readonly CredentialId[],
    renewalOf?: (id: RenewalId) => Promise<RenewalSketch | undefined>,
  ): Promise<Unclaimed> => {
    const found: Credential[] = [];
    const claimed: CredentialId[] = [];
    let pending = false;
    for (const credential of subject.credentials) {
      const marker = isOurs({ source: subject.source, kind: credential.kind })
        ? readMarker(credential.name)
        : undefined;
      if (marker === undefined) continue;
      if (settled.includes(credential.id)) {
        claimed.push(credential.id);
        continue;
      }
      const seen = await renewalOf?.(marker.renewalId);
      const claim = seen === undefined ? 'nobody' : claimOf(seen, subject, credential);
      switch (claim === 'nobody' ? await claimNow(marker.renewalId, subject, credential) : claim) {
        case 'nobody':
          found.push(credential);
          pending = true;
          break;
        case 'undecided':
          pending = true;
          break;
        case 'for-good':
          claimed.push(credential.id);
          break;
        case 'now':
          break;
      }
    }
    return { found, pending, claimed };
  };
};

const isOurs = (of: Parameters<typeof isHandedIn>[0]): boolean => isRenewedHere(of) || isHandedIn(of);

type Claim = 'nobody' | 'undecided' | 'now' | 'for-good';

const claimOf = (renewal: RenewalSketch | undefined, subject: Subject, { keyId }: Credential): Claim => {
  if (renewal?.subjectId !== subject.id) return 'for-good';
  // However long ago its lease ended, its worker may still be at it; the next attempt removes what this one made.
  if (renewal.state === 'issuing' || renewal.state === 'placing-certificate') return 'undecided';
  if (renewal.madeKeyId !== keyId || renewal.state === 'link-expired' || renewal.state === 'revoked')
    return 'nobody';
  return isHandedOver(renewal) ? 'for-good' : 'now';
};
