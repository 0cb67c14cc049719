import type { CredentialKind, Source } from './credential.ts';
import type { Carrier, RollOverPlan, RollOverStep } from './roll-over.ts';
import { days, type Duration, earlier, type Instant, later, minus, plus } from './time.ts';

/** What the policy says of roll-overs. */
export interface RollOverRules {
  /** So long before the old one's end the next one is to sign. */
  readonly switchBefore: Duration;
  /** For so long partners may take to answer. */
  readonly answerWithin: Duration;
  /** For so long after the switch the old one stays. */
  readonly grace: Duration;
  /** How long a certificate lives that we have the directory make. */
  readonly lifetime: Duration;
  /** Steps that want an approval of their own. */
  readonly approve: readonly RollOverStep[];
}

export const DEFAULT_ROLL_OVER: RollOverRules = {
  switchBefore: days(7),
  answerWithin: days(14),
  grace: days(30),
  lifetime: days(730),
  approve: [],
};

const SIGNING: ReadonlySet<CredentialKind> = new Set([
  'saml-signing-certificate',
  'federation-signing-certificate',
  'token-signing-certificate',
]);

/** Where somebody's trust is in the certificate. An OpenID provider's keys change by themselves. */
const ROLLED_OVER: ReadonlySet<Source> = new Set([
  'entra-service-principals',
  'federated-domains',
  'federation-metadata',
  'declared',
]);

/**
 * Who carries out the roll-over of a signing certificate; undefined: it is none. The directory makes and chooses those of
 * its own service principals for us; the keys of all others are elsewhere.
 */
export const carrierOf = ({
  source,
  kind,
}: {
  readonly source: Source;
  readonly kind: CredentialKind;
}): Carrier | undefined => {
  if (!SIGNING.has(kind) || !ROLLED_OVER.has(source)) return undefined;
  return source === 'entra-service-principals' && kind === 'saml-signing-certificate' ? 'us' : 'people';
};

/**
 * When what is done. Partners have their time where the old one lasts as long; a date that people wished for holds if it
 * is still to come and the old one lasts until then.
 *
 * Invariant: the switch is never after the old one's end, and never in the past unless that end is.
 */
export const planOf = (
  { switchBefore, answerWithin, grace, approve }: RollOverRules,
  oldExpiresAt: Instant,
  now: Instant,
  wished: { readonly switchAt: Instant | undefined; readonly removeAt: Instant | undefined },
): RollOverPlan => {
  const usual = earlier(oldExpiresAt, later(minus(oldExpiresAt, switchBefore), plus(now, answerWithin)));
  const { switchAt, removeAt } = wished;
  const isPossible = switchAt !== undefined && switchAt >= now && switchAt <= oldExpiresAt;
  return {
    switchAt: isPossible ? switchAt : usual,
    latest: oldExpiresAt,
    ...{ answerWithin, grace, removeAt, toApprove: approve },
  };
};
