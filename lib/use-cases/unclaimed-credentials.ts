import type { Credential, Subject } from '../domain/credential.ts';
import { readMarker } from '../domain/marker.ts';
import { active } from '../domain/renewal.ts';
import type { Renewals } from '../ports/renewals.ts';

interface Unclaimed {
  readonly found: readonly Credential[];
  /** Some of ours can't be told yet, or are there to be removed: look again. */
  readonly pending: boolean;
}

/**
 * Credentials that bear our marker but that their renewal does not know: an attempt died after making them, and the
 * directory's lists were too slow for the clean-up to see. While that renewal is at work they may still become known.
 * A marker of a renewal that is not ours, or of another application, was copied or is another deployment's: none of our
 * business.
 */
export const unclaimedCredentials = async (
  { renewals }: { readonly renewals: Renewals },
  subject: Subject,
): Promise<Unclaimed> => {
  const found: Credential[] = [];
  let pending = false;
  for (const credential of subject.credentials) {
    const marker = readMarker(credential.name);
    if (marker === undefined || credential.kind !== 'client-secret') continue;
    const stored = await renewals.find(marker.renewalId);
    if (stored?.state.of.subjectId !== subject.id) continue;
    const renewal = active(stored.state);
    if ('made' in renewal && renewal.state !== 'link-expired' && renewal.state !== 'revoked') {
      if (renewal.made.keyId === credential.keyId) continue;
    } else if (renewal.state === 'issuing') {
      // However long ago its lease ended, its worker may still be at it; the next attempt removes what this one made.
      pending = true;
      continue;
    }
    found.push(credential);
    pending = true;
  }
  return { found, pending };
};
