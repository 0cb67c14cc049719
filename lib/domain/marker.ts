import { ID_PATTERN, type RenewalId, readId } from './ids.ts';

/**
 * What stands in the display name of each secret that we make, so that one of ours is known wherever it turns up. That of a
 * certificate is a common name, and says so.
 */
export interface Marker {
  readonly renewalId: RenewalId;
  readonly attempt: number;
}

export const markerText = ({ renewalId, attempt }: Marker): string =>
  `Expiry Monitor ${renewalId} #${attempt}`;

export const readMarker = (name: string | undefined): Marker | undefined => {
  const match = /^(?:CN=)?Expiry Monitor (rn-\S+) #(\d{1,6})$/.exec(name ?? '');
  if (match?.[1] === undefined || match[2] === undefined || !ID_PATTERN.test(match[1])) return undefined;
  return { renewalId: readId<RenewalId>(match[1]), attempt: Number(match[2]) };
};
