import type { Source } from './credential.ts';
import type { RetirementRules, RetireRule } from './policy.ts';
import type { ActiveRenewal } from './renewal.ts';
import type { PostponeCause, RetirementBasis } from './retirement.ts';
import { earlier, type Instant, minus, plus } from './time.ts';

/** The last sign-ins with both that the tenant tells of; undefined: none is known of, which does not say that there was none. */
export interface SignIns {
  readonly old: Instant | undefined;
  readonly made: Instant | undefined;
}

export type RetirementVerdict =
  | { readonly kind: 'remove'; readonly basis: RetirementBasis }
  | { readonly kind: 'ask'; readonly cause: PostponeCause; readonly until: Instant };

type Redeemed = Extract<ActiveRenewal, { state: 'redeemed' }>;

/** What settles it before anyone is asked who signed in; undefined: nothing does. */
export const settledBy = (
  r: Redeemed,
  rule: RetireRule,
  rules: RetirementRules,
  now: Instant,
): RetirementBasis | undefined => {
  if (now >= r.of.expiresAt) return 'expired';
  if (r.agreed === true) return 'agreed';
  if (rule === 'on-date') return 'on-date';
  if (now >= latestRetirement(r, rules)) return 'time-over';
  return TOLD_OF.includes(r.of.source) ? undefined : 'use-unknown';
};

/** Where it is known at all who signed in. */
const TOLD_OF: readonly Source[] = ['entra-applications', 'entra-service-principals'];

/**
 * Whether the old one may go, by what is known of its use. It is in use if someone signed in with it after the new one was
 * received, and not long ago. What was put into a vault was received by nobody yet: there the new one has to be seen in use.
 */
export const retirementBy = (
  r: Redeemed,
  signIns: SignIns | undefined,
  rules: RetirementRules,
  now: Instant,
): RetirementVerdict => {
  if (signIns === undefined) return { kind: 'remove', basis: 'use-unknown' };
  const { old, made } = signIns;
  const until = earlier(plus(now, rules.askEvery), latestRetirement(r, rules));
  if (old !== undefined && old > r.redeemedAt && old > minus(now, rules.quiet))
    return { kind: 'ask', cause: 'old-one-in-use', until };
  if (r.made.deposited !== undefined && made === undefined)
    return { kind: 'ask', cause: 'not-seen-in-use', until };
  return { kind: 'remove', basis: 'no-use-known' };
};

/** When it goes whatever is known: on its own end, or when the question was open for as long as the team allows. */
export const latestRetirement = (r: Redeemed, { longest }: RetirementRules): Instant =>
  longest === undefined
    ? r.of.expiresAt
    : earlier(r.of.expiresAt, plus(r.postponed?.since ?? r.retireAt, longest));
