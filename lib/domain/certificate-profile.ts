import type { Concern } from './credential.ts';
import { days, type Duration, type Instant, minus } from './time.ts';

/** What a profile says of the certificates that devices get by it. */
export interface CertificateProfile {
  readonly validity: Duration;
  /** Devices begin to renew when so much of the validity is left, in hundredths. */
  readonly renewalThreshold: number;
}

/** A month is at least so long, and a year at least so many days: nothing is said too late. */
const DAYS: Readonly<Record<string, number>> = { days: 1, months: 28, years: 365 };

/** Undefined for a scale that nobody knows. */
export const validityOf = (value: number, scale: string): Duration | undefined => {
  const length = DAYS[scale];
  return length === undefined ? undefined : days(value * length);
};

/** So long before its end a device begins to renew its certificate. */
export const renewsWithin = ({ validity, renewalThreshold }: CertificateProfile): Duration =>
  ((validity * renewalThreshold) / 100) as Duration;

/** When a device is to have begun. */
export const renewalBegins = (profile: CertificateProfile, expiresAt: Instant): Instant =>
  minus(expiresAt, renewsWithin(profile));

/** How long before the end people want to hear of it: so long, or when devices begin, whichever is earlier. */
export const leadOf = (profile: CertificateProfile, limit: Duration): Duration =>
  renewsWithin(profile) > limit ? renewsWithin(profile) : limit;

/**
 * A profile by which devices begin later than people want to hear of it: nobody could tell a device that is late from one
 * that has time. A certificate that does not even live so long can't begin so early, and its profile is left alone.
 */
export const lateThreshold = (profile: CertificateProfile, limit: Duration): Concern | undefined => {
  const begins = renewsWithin(profile);
  if (profile.validity <= limit || begins >= leadOf(profile, limit)) return undefined;
  return {
    what: 'late-renewal-threshold',
    detail: `Devices begin to renew ${inDays(begins)} days before the end, at ${profile.renewalThreshold} % of ${inDays(profile.validity)} days; ${inDays(limit)} days are wanted.`,
  };
};

const inDays = (length: Duration): number => Math.floor(length / days(1));
