import type { Finding } from './judged.ts';
import { stagePolicyFor } from './policy.ts';
import { replacementOf } from './replaced.ts';
import { isUnused } from './severity.ts';
import { between, days } from './time.ts';
import {
  isNeverValid,
  isRenewalLate,
  type Situation,
  stageNow,
  type Verdict,
  wasLongExpired,
} from './verdict.ts';

interface FindingRule {
  readonly finding: Finding;
  readonly holds: (s: Situation) => boolean;
}

/** Each is asked by itself: a credential may be a case of several. */
const RULES: readonly FindingRule[] = [
  {
    finding: 'no-expiry',
    holds: ({ credential }) => credential.expiresAt === undefined && credential.expiryUnknown !== true,
  },
  { finding: 'expired-before-start', holds: ({ credential }) => isNeverValid(credential) },
  { finding: 'over-long', holds: (s) => livesTooLong(s) },
  { finding: 'unused-expired', holds: (s) => isExpired(s) && isNeededByNobody(s) },
  // whether anyone needs it nobody can say
  { finding: 'long-expired', holds: (s) => isExpired(s) && wasLongExpired(s) && !isNeededByNobody(s) },
  // by the policy's patience, which its source does not know
  { finding: 'renewal-overdue', holds: isRenewalLate },
];

/** People have left it alone on purpose, or can do nothing about it. */
const NOTHING_TO_FIND: ReadonlySet<string> = new Set([
  'excluded',
  'system-managed',
  'disabled',
  'accepted-risk',
  'snoozed',
]);

/** Whether people have left it alone, or can do nothing about it. */
export const isLeftAlone = (verdict: Verdict): boolean =>
  verdict.kind === 'quiet' && NOTHING_TO_FIND.has(verdict.reason);

/** What wants a person's eye, whatever stage it is at; nothing where the verdict says to leave it alone. */
export const findingsOf = (s: Situation, verdict: Verdict): readonly Finding[] =>
  isLeftAlone(verdict)
    ? []
    : [
        ...new Set<Finding>([
          ...RULES.filter(({ holds }) => holds(s)).map(({ finding }) => finding),
          ...(s.credential.concerns ?? []).map(({ what }) => what),
        ]),
      ];

const isExpired = (s: Situation): boolean => stageNow(s) === 'expired';

const livesTooLong = ({ subject, credential, policy }: Situation): boolean => {
  const { startsAt, expiresAt } = credential;
  const { longestLifetime } = stagePolicyFor(policy, subject, credential);
  if (longestLifetime === undefined || startsAt === undefined || expiresAt === undefined) return false;
  const lifetime = between(startsAt, expiresAt);
  return lifetime > longestLifetime && !(isMadeByDirectory(credential) && lifetime <= THREE_YEARS);
};

/** The directory makes its signing certificates for three years, so that their length is nobody's choice. */
const THREE_YEARS = days(3 * 365 + 1);
const isMadeByDirectory = ({ kind }: Situation['credential']): boolean =>
  kind === 'saml-signing-certificate' || kind === 'token-signing-certificate';

/** A newer one does its work, or it had long been out of use when it ended. What a renewal is about to remove is no find. */
const isNeededByNobody = (s: Situation): boolean => {
  const { subject, credential, policy, now } = s;
  if (s.renewalUnderWay || s.handedOver === true || credential.expiresAt === undefined) return false;
  return (
    replacementOf(subject, credential, now) === 'replaced' ||
    isUnused(credential, policy.unusedAfter, credential.expiresAt)
  );
};
