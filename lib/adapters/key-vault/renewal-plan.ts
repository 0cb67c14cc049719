import * as z from 'zod';
import { type Instant, instantOfMs, minus, days } from '../../domain/time.ts';
import type { VaultItem } from './vault-item.ts';

/** Whether a vault makes the next version by itself, and when. */
export interface RenewalPlan {
  readonly renewsItself: boolean;
  readonly renewsAt: Instant | undefined;
}

/** People renew it. */
export const BY_PEOPLE: RenewalPlan = { renewsItself: false, renewsAt: undefined };

const lifetimeAction = z.object({
  action: z.string().optional(),
  lifetimePercentage: z.number().min(0).max(100).nullish(),
  daysBeforeExpiry: z.number().min(0).nullish(),
});

const policySchema = z.object({
  issuerName: z.string().optional(),
  lifetimeActions: z.array(lifetimeAction).nullish(),
});

/** Whether somebody issues on the vault's word. With the issuer `Unknown` a person has to, whatever the policy asks for. */
export const hasIssuer = (policy: unknown): boolean => {
  const { data } = policySchema.safeParse(policy);
  return data?.issuerName !== undefined && data.issuerName.toLowerCase() !== 'unknown';
};

/** The plan of a certificate's policy. The vault can renew where it signs itself or an integrated authority does. */
export const certificatePlan = (
  policy: unknown,
  { notBefore, expiresOn }: Pick<VaultItem, 'notBefore' | 'expiresOn'>,
): RenewalPlan => {
  const { data } = policySchema.safeParse(policy);
  const renewal = data?.lifetimeActions?.find(({ action }) => action === 'AutoRenew');
  if (renewal === undefined || !hasIssuer(policy)) return BY_PEOPLE;
  return { renewsItself: true, renewsAt: renewsAt(renewal, notBefore, expiresOn) };
};

const renewsAt = (
  { lifetimePercentage, daysBeforeExpiry }: Omit<z.infer<typeof lifetimeAction>, 'action'>,
  notBefore: Instant | undefined,
  expiresOn: Instant | undefined,
): Instant | undefined => {
  if (expiresOn === undefined) return undefined;
  if (typeof daysBeforeExpiry === 'number') return minus(expiresOn, days(daysBeforeExpiry));
  if (typeof lifetimePercentage !== 'number' || notBefore === undefined) return undefined;
  return instantOfMs(Math.round(notBefore + ((expiresOn - notBefore) * lifetimePercentage) / 100));
};

const rotationSchema = z.object({
  lifetimeActions: z
    .array(
      z.object({
        action: z.string().optional(),
        timeAfterCreate: z.string().nullish(),
        timeBeforeExpiry: z.string().nullish(),
      }),
    )
    .nullish(),
});

/** The plan of a key's rotation policy. */
export const rotationPlan = (
  policy: unknown,
  { createdOn, expiresOn }: Pick<VaultItem, 'createdOn' | 'expiresOn'>,
): RenewalPlan => {
  const { data } = rotationSchema.safeParse(policy);
  const rotation = data?.lifetimeActions?.find(({ action }) => action?.toLowerCase() === 'rotate');
  if (rotation === undefined) return BY_PEOPLE;
  const at =
    shifted(createdOn, rotation.timeAfterCreate, 1) ?? shifted(expiresOn, rotation.timeBeforeExpiry, -1);
  return { renewsItself: true, renewsAt: at };
};

/** An instant moved by a length such as `P90D`, `P18M` or `P2Y`, by the calendar, as the vault does. */
const shifted = (
  from: Instant | undefined,
  length: string | null | undefined,
  direction: 1 | -1,
): Instant | undefined => {
  const parts = /^P(?=\d)(?:(\d{1,4})Y)?(?:(\d{1,4})M)?(?:(\d{1,5})D)?$/.exec(length ?? '');
  if (from === undefined || parts === null) return undefined;
  const [years = 0, months = 0, dayCount = 0] = parts
    .slice(1)
    .map((part) => Number((part as string | undefined) ?? 0));
  const date = new Date(from);
  date.setUTCMonth(date.getUTCMonth() + direction * (12 * years + months));
  return instantOfMs(date.getTime() + direction * days(dayCount));
};
