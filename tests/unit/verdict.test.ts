import { describe, expect, test } from '@jest/globals';
import { DEFAULT_POLICY } from '../../lib/domain/policy.ts';
import { days, minus, plus } from '../../lib/domain/time.ts';
import { judge, type QuietReason, RULES, type Situation } from '../../lib/domain/verdict.ts';
import { aCredential, aSubject, NOW } from '../support/builders.ts';

const inDays = (n: number) => plus(NOW, days(n));

/** An armed secret with twenty days left: there is something to say. */
const aSituation = (said: Partial<Situation> = {}): Situation => {
  const credential = said.credential ?? aCredential();
  return {
    subject: aSubject({ credentials: [credential] }),
    policy: DEFAULT_POLICY,
    armed: true,
    firstSeenAt: minus(NOW, days(300)),
    announced: undefined,
    renewalUnderWay: false,
    silences: [],
    now: NOW,
    ...said,
    credential,
  };
};

const newer = aCredential({ keyId: 'newer', startsAt: minus(NOW, days(3)), expiresAt: inDays(362) });
const expired = aCredential({ expiresAt: minus(NOW, days(40)) });

/** Most bear a later reason besides their own, so that the order is tested too. */
const REASONS: readonly (readonly [QuietReason, Partial<Situation>])[] = [
  ['system-managed', { credential: aCredential({ managedBy: 'AAD Connect', enabled: false }) }],
  ['disabled', { credential: aCredential({ enabled: false, expiresAt: undefined }) }],
  ['disabled', { subject: aSubject({ enabled: false }) }],
  ['never-expires', { credential: aCredential({ startsAt: inDays(1), expiresAt: undefined }) }],
  ['not-yet-effective', { credential: aCredential({ startsAt: inDays(1) }) }],
  [
    'far-from-expiry',
    { credential: aCredential({ expiresAt: inDays(200), renewsItself: true }), armed: false },
  ],
  ['replaced', { subject: aSubject({ credentials: [aCredential(), newer] }), renewalUnderWay: true }],
  ['renews-itself', { credential: aCredential({ renewsItself: true }), renewalUnderWay: true, armed: false }],
  [
    'long-expired',
    { credential: expired, firstSeenAt: NOW, announced: { stage: 'expired', from: undefined }, armed: false },
  ],
  [
    'renewal-under-way',
    { renewalUnderWay: true, announced: { stage: 'near-expiry', from: undefined }, armed: false },
  ],
  ['already-announced', { announced: { stage: 'near-expiry', from: undefined }, armed: false }],
  ['already-announced', { announced: { stage: 'urgent', from: undefined } }],
  ['not-armed', { armed: false }],
];

describe('a verdict', () => {
  test.each(REASONS)('is quiet, since it is %s', (reason, said) => {
    expect(judge(aSituation(said))).toEqual({ kind: 'quiet', reason });
  });

  test('has a case here for each reason that is ever given', () => {
    const tested = new Set(REASONS.map(([reason]) => reason));
    expect(RULES.map(({ reason }) => reason).filter((reason) => !tested.has(reason))).toEqual([]);
  });

  test.each<readonly [string, Partial<Situation>, string]>([
    ['nothing was said yet', {}, 'near-expiry'],
    ['an earlier stage was said', { announced: { stage: 'notice', from: undefined } }, 'near-expiry'],
    [
      'a stage was said that the policy no longer has',
      { announced: { stage: 'of-yore', from: undefined } },
      'near-expiry',
    ],
    [
      'it expired although its vault renews it',
      { credential: aCredential({ renewsItself: true, expiresAt: NOW }) },
      'expired',
    ],
    [
      'it expired although a renewal is under way',
      { credential: aCredential({ expiresAt: NOW }), renewalUnderWay: true },
      'expired',
    ],
    ['it expired long ago, under our eyes', { credential: expired }, 'expired'],
    [
      'it expired a day less than long before it was seen',
      { credential: expired, firstSeenAt: minus(NOW, days(11)) },
      'expired',
    ],
  ])('announces when %s', (_when, said, stage) => {
    expect(judge(aSituation(said))).toMatchObject({ kind: 'announce', stage });
  });

  test('of what was expired for exactly as long as the policy says when first seen is quiet', () => {
    const seen = plus(expired.expiresAt!, DEFAULT_POLICY.longExpired);
    const at = (ms: number) =>
      judge(aSituation({ credential: expired, firstSeenAt: plus(seen, ms as never) }));
    expect(at(-1)).toMatchObject({ kind: 'announce' });
    expect(at(0)).toEqual({ kind: 'quiet', reason: 'long-expired' });
  });
});

describe('severity', () => {
  const otherPurpose = { ...newer, name: 'night batch' };
  const of = (daysLeft: number, inVault: boolean, unsure: boolean) => {
    const credential = aCredential({ expiresAt: inDays(daysLeft) });
    const subject = aSubject({
      source: inVault ? 'key-vault' : 'entra-applications',
      credentials: unsure ? [credential, otherPurpose] : [credential],
    });
    const verdict = judge(aSituation({ credential, subject }));
    return verdict.kind === 'announce' ? verdict.severity : verdict.reason;
  };

  test.each([
    [50, 'medium', 'low', 'low', 'low'],
    [20, 'medium', 'low', 'low', 'low'],
    [5, 'high', 'medium', 'medium', 'low'],
    [0.5, 'high', 'medium', 'medium', 'low'],
    [0, 'critical', 'high', 'high', 'medium'],
  ])('with %d days left: %s; in a vault %s; unsure %s; both %s', (left, ...expected) => {
    const seen = [of(left, false, false), of(left, true, false), of(left, false, true), of(left, true, true)];
    expect(seen).toEqual(expected);
  });
});
