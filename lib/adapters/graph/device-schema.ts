import * as z from 'zod';
import { type Instant, parseInstant } from '../../domain/time.ts';

/** Where nothing is set, device management says the first day of the first year in place of nothing. */
const BEFORE_ANY = Date.UTC(1990, 0, 1);

const instant = z
  .string()
  .nullish()
  .transform((text, context): Instant | undefined => {
    if (text === undefined || text === null) return undefined;
    const at = parseInstant(text);
    if (at === undefined) {
      context.addIssue({ code: 'custom', message: 'not an instant' });
      return z.NEVER;
    }
    return at < BEFORE_ANY ? undefined : at;
  });
const text = z
  .string()
  .nullish()
  .transform((given) => (given === null || given === '' ? undefined : given));

/** With which the management of devices wakes those of Apple. There is one, or none. */
export const pushCertificate = z.object({
  appleIdentifier: text,
  certificateSerialNumber: text,
  expirationDateTime: instant,
});

/** A token by which apps that a company bought are handed out. */
export const vppToken = z.object({
  id: z.string().min(1),
  displayName: text,
  organizationName: text,
  appleId: text,
  expirationDateTime: instant,
  state: text,
  lastSyncStatus: text,
});

/** A token by which new devices of Apple enrol themselves. */
export const depToken = z.object({
  id: z.string().min(1),
  tokenName: text,
  appleIdentifier: text,
  tokenExpirationDateTime: instant,
  lastSyncErrorCode: z.int().nullish(),
});

/** What stands between device management and the authority that issues. */
export const ndesConnector = z.object({
  id: z.string().min(1),
  displayName: text,
  lastConnectionDateTime: instant,
  state: text,
});

/** One of many kinds of settings for devices; those for certificates have a validity. */
export const deviceConfiguration = z.object({
  '@odata.type': z.string().regex(/^#microsoft\.graph\.[A-Za-z0-9]{1,80}$/),
  id: z.string().min(1),
  displayName: text,
  renewalThresholdPercentage: z.int().min(1).max(99).nullish(),
  certificateValidityPeriodValue: z.int().positive().nullish(),
  certificateValidityPeriodScale: text,
});
export type DeviceConfiguration = z.output<typeof deviceConfiguration>;

/** A certificate that was issued to one device. */
export const certificateState = z.object({
  id: z.string().min(1),
  deviceDisplayName: text,
  userPrincipalName: text,
  certificateThumbprint: text,
  certificateExpirationDateTime: instant,
  certificateRevokeStatus: text,
});
