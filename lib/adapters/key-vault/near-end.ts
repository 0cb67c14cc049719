import { between, type Duration, days, type Instant, minus, plus } from '../../domain/time.ts';
import type { VaultItem } from './vault-item.ts';

/** Who renews an item matters only near its end; requests of their own are spent on those alone. */
const NEAR = days(120);
/** Why it was not renewed still matters for a while. */
const OVER = days(30);

/** Within 120 days of the end, or in the last third of a longer life, or just past it. */
export const isNearEnd = (
  {
    enabled,
    notBefore,
    createdOn,
    expiresOn,
  }: Pick<VaultItem, 'enabled' | 'notBefore' | 'createdOn' | 'expiresOn'>,
  now: Instant,
): boolean => {
  if (enabled === false || expiresOn === undefined) return false;
  const begun = notBefore ?? createdOn;
  const lastThird = begun === undefined ? NEAR : ((between(begun, expiresOn) / 3) as Duration);
  const lead = Math.max(NEAR, lastThird) as Duration;
  return minus(expiresOn, lead) <= now && now < plus(expiresOn, OVER);
};
