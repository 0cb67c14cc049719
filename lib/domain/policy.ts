import type { Dependent, Preference } from './advice.ts';
import type { Credential, Subject } from './credential.ts';
import type { OwnerContact } from './owner-contact.ts';
import type { OwnerOverride } from './owner-override.ts';
import { DEFAULT_ROLL_OVER, type RollOverRules } from './roll-over-plan.ts';
import { type Selector, selects } from './selector.ts';
import type { SilenceLimits } from './silence.ts';
import type { CatalogueChanges } from './system-managed.ts';
import { type Duration, days, type Instant, minus } from './time.ts';

/** A stage's own name, as the policy gives it: `notice`, `near-expiry`, `urgent`, `final`. */
export type StageName = string;
/** A stage of the policy, or one of the three that every policy has: `not-yet-effective`, `active`, `expired`. */
export type Stage = StageName;

/** Who is told besides the owners: the next link of the owner chain, the owner's manager, or the security team. */
export type Rung = 'second-owner' | 'manager' | 'security-contact';

/**
 * What is done when a credential comes to a stage: its owner gets a mail, a request is opened at the service desk, those
 * who watch the events are told to open an incident, the owner is mailed again and again until it is renewed, others are
 * told as well.
 */
export type Action =
  | 'notify-owner'
  | 'raise-request'
  /** The owner is told how to renew it without us; the request follows at a later stage, if nothing happened. */
  | 'self-service'
  | 'incident'
  | { readonly kind: 'remind'; readonly every: Duration }
  | { readonly kind: 'escalate'; readonly to: readonly Rung[] };

/**
 * How far before the end a stage begins: a length of time, a share of the lifetime that remains (20 of a 365-day secret:
 * day 73 left), or, with both, whichever makes the stage begin later. So a 47-day certificate under `60 days or 50 %`
 * is not near its expiry on the day it is made.
 */
export interface Limit {
  readonly before: Duration | undefined;
  readonly percentOfLifetime: number | undefined;
}

export interface StageRule {
  readonly name: StageName;
  readonly limit: Limit;
  readonly actions: readonly Action[];
}

/**
 * How an old credential goes once the new one was received: on its date, unless it is known to be in use (`proven`), or on the
 * date as it was announced (`on-date`).
 */
export type RetireRule = 'proven' | 'on-date';

/** When and how people are asked about an old credential that is still in use. */
export interface RetirementRules {
  /** Nobody may have signed in with it for so long. */
  readonly quiet: Duration;
  readonly askEvery: Duration;
  /** After so long without an answer it goes all the same; undefined: on its own end. */
  readonly longest: Duration | undefined;
}

/** Stages in the order in which a credential meets them: the farthest from expiry first. */
export interface StagePolicy {
  readonly stages: readonly StageRule[];
  /** What is done on the day it has expired. */
  readonly onExpired: readonly Action[];
  /** What lives longer than this is a finding; undefined: nothing is too long. */
  readonly longestLifetime?: Duration | undefined;
  /** The group at the service desk that works on its requests and incidents; undefined: the desk's own rules decide. */
  readonly assignmentGroup?: string | undefined;
  /** How an old one goes; undefined: `proven`. */
  readonly retire?: RetireRule | undefined;
}

/** Stages for what a selector is about. */
export interface PolicyRule extends StagePolicy, Selector {
  /** What people call the rule. */
  readonly name?: string | undefined;
}

/** What is announced at all: nothing that is excluded and, if anything is included, nothing else. */
export interface Scope {
  readonly include: readonly Selector[];
  readonly exclude: readonly Selector[];
}

/** Who answers for things, beyond what directories and vaults say. */
export interface OwnerRules {
  /** The narrowest that fits holds; what somebody set by the API comes before these. */
  readonly overrides: readonly OwnerOverride[];
  /** Where service management references lead: the first pattern that fits. */
  readonly references: readonly { readonly reference: string; readonly owner: OwnerContact }[];
  /** Whether the manager of an owner who has left is asked when nobody else is found. */
  readonly managerOfLeavers: boolean;
}

/** The first rule that fits decides; the fallback is for what no rule names. */
export interface Policy {
  readonly rules: readonly PolicyRule[];
  readonly fallback: StagePolicy;
  /** What had expired for longer than this when it was first seen becomes a finding, not a request. */
  readonly longExpired: Duration;
  readonly scope: Scope;
  readonly systemManaged: CatalogueChanges;
  readonly preferences: readonly Preference[];
  readonly dependents: readonly Dependent[];
  readonly silences: SilenceLimits;
  /** What was used last before so long lies unused. */
  readonly unusedAfter: Duration;
  /** How long a vault may be late with a renewal of its own before anyone hears of it. */
  readonly renewalGrace: Duration;
  readonly retirement: RetirementRules;
  readonly owners: OwnerRules;
  readonly rollOver: RollOverRules;
}

const before = (n: number): Limit => ({ before: days(n), percentOfLifetime: 50 });
const remind = (n: number): Action => ({ kind: 'remind', every: days(n) });
const escalate = (...to: readonly Rung[]): Action => ({ kind: 'escalate', to });

/**
 * 60, 30, 7 and 1 days, never more than half of the lifetime. Who does nothing is reminded, and then others hear of it.
 * Nothing shall live longer than two years, which is the longest that Entra's portal offers for a secret.
 */
export const DEFAULT_POLICY: Policy = {
  rules: [],
  fallback: {
    stages: [
      { name: 'notice', limit: before(60), actions: ['notify-owner'] },
      { name: 'near-expiry', limit: before(30), actions: ['notify-owner', 'raise-request', remind(7)] },
      {
        name: 'urgent',
        limit: before(7),
        actions: ['notify-owner', 'raise-request', remind(2), escalate('second-owner')],
      },
      { name: 'final', limit: before(1), actions: ['notify-owner', 'raise-request', escalate('manager')] },
    ],
    onExpired: ['notify-owner', 'raise-request', 'incident', remind(7), escalate('security-contact')],
    longestLifetime: days(731),
  },
  longExpired: days(30),
  scope: { include: [], exclude: [] },
  systemManaged: { add: [], remove: [] },
  preferences: [],
  dependents: [],
  silences: { snooze: days(30), 'accepted-risk': days(365), exception: days(92) },
  unusedAfter: days(90),
  renewalGrace: days(2),
  retirement: { quiet: days(7), askEvery: days(3), longest: undefined },
  owners: { overrides: [], references: [], managerOfLeavers: false },
  rollOver: DEFAULT_ROLL_OVER,
};

export const stagePolicyFor = (policy: Policy, subject: Subject, credential: Credential): StagePolicy =>
  policy.rules.find((rule) => selects(rule, subject, credential)) ?? policy.fallback;

/** Whether anything is ever said of a credential. */
export const isInScope = ({ include, exclude }: Scope, subject: Subject, credential: Credential): boolean =>
  !exclude.some((selector) => selects(selector, subject, credential)) &&
  (include.length === 0 || include.some((selector) => selects(selector, subject, credential)));

export const actionsAt = (policy: StagePolicy, stage: Stage): readonly Action[] =>
  stage === 'expired' ? policy.onExpired : (policy.stages.find(({ name }) => name === stage)?.actions ?? []);

/** How often the owner is reminded at a stage; undefined: never. */
export const reminderAt = (policy: StagePolicy, stage: Stage): Duration | undefined =>
  actionsAt(policy, stage).flatMap((action) =>
    typeof action !== 'string' && action.kind === 'remind' ? [action.every] : [],
  )[0];

/** Whom a stage tells besides the owners. */
export const rungsAt = (policy: StagePolicy, stage: Stage): readonly Rung[] =>
  actionsAt(policy, stage).flatMap((action) =>
    typeof action !== 'string' && action.kind === 'escalate' ? action.to : [],
  );

/** The instant at which a stage begins; at its very millisecond the stage holds. */
export const limitInstant = (limit: Limit, startsAt: Instant | undefined, expiresAt: Instant): Instant => {
  const byTime = limit.before === undefined ? undefined : minus(expiresAt, limit.before);
  const share =
    limit.percentOfLifetime === undefined || startsAt === undefined || startsAt >= expiresAt
      ? undefined
      : ((expiresAt - startsAt) * limit.percentOfLifetime) / 100;
  const byShare = share === undefined ? undefined : minus(expiresAt, Math.floor(share) as Duration);
  if (byTime === undefined) return byShare ?? expiresAt;
  return byShare === undefined || byTime > byShare ? byTime : byShare;
};
