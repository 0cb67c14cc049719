import { describe, expect, test } from '@jest/globals';
import { DEFAULT_POLICY } from '../../lib/domain/policy.ts';
import type { Silence, SilenceKind } from '../../lib/domain/silence.ts';
import { days, minus, plus } from '../../lib/domain/time.ts';
import { judge, type QuietReason, renewalLateAt, RULES, type Situation } from '../../lib/domain/verdict.ts';
import { aCredential, aSilence, aSubject, NOW } from '../support/builders.ts';

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

const next = aCredential({ keyId: 'next', startsAt: inDays(2), expiresAt: inDays(362) });
const late = (daysAgo: number) =>
  aCredential({ renewsItself: true, renewsAt: minus(NOW, days(daysAgo)), expiresAt: inDays(20) });
const silenced = (kind: SilenceKind, said: Partial<Silence> = {}) => ({
  silences: [aSilence({ kind, ...said })],
});

/** Most bear a later reason besides their own, so that the order is tested too. */
const REASONS: readonly (readonly [QuietReason, Partial<Situation>])[] = [
  [
    'excluded',
    {
      policy: { ...DEFAULT_POLICY, scope: { include: [], exclude: [{ names: ['payroll-*'] }] } },
      credential: aCredential({ managedBy: 'AAD Connect' }),
    },
  ],
  ['system-managed', { subject: aSubject({ name: 'P2P Server', enabled: false }) }],
  ['never-valid', { credential: aCredential({ startsAt: inDays(30), expiresAt: inDays(20) }) }],
  ['never-valid', { credential: aCredential({ startsAt: inDays(-30), expiresAt: inDays(-30) }) }],
  ['next-present', { subject: aSubject({ credentials: [aCredential(), next] }), armed: false }],
  [
    'next-present',
    {
      credential: aCredential({ renewsItself: true }),
      subject: aSubject({ credentials: [aCredential(), next] }),
    },
  ],
  ['renews-itself', { credential: late(1.9) }],
  ['accepted-risk', { silences: [aSilence({ kind: 'snooze' }), aSilence({ kind: 'accepted-risk' })] }],
  [
    'accepted-risk',
    {
      credential: aCredential({ expiresAt: minus(NOW, days(40)) }),
      firstSeenAt: NOW,
      ...silenced('accepted-risk', {
        about: { expiresAt: minus(NOW, days(40)), owners: 'o', severity: 'critical' },
      }),
    },
  ],
  [
    'snoozed',
    { ...silenced('snooze'), renewalUnderWay: true, announced: { stage: 'urgent', from: undefined } },
  ],
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
  ['renewal-under-way', { handedOver: true, credential: aCredential({ expiresAt: NOW }) }],
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
    ['its vault is two days late with the next one', { credential: late(2) }, 'near-expiry'],
    ['someone has an exception for it', silenced('exception'), 'near-expiry'],
    ['another credential is snoozed', silenced('snooze', { credentialId: newer.id }), 'near-expiry'],
    ['a snooze is over', silenced('snooze', { until: NOW }), 'near-expiry'],
    ['nobody has approved the risk', silenced('accepted-risk', { approver: undefined }), 'near-expiry'],
    [
      'a snooze was about another severity',
      silenced('snooze', { about: { ...aSilence().about, severity: 'low' } }),
      'near-expiry',
    ],
    ['a snooze was about other owners', { ...silenced('snooze'), owners: 'others' }, 'near-expiry'],
    [
      'the stage was said when it began at another time',
      { announced: { stage: 'urgent', from: inDays(-25) } },
      'near-expiry',
    ],
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

describe('a vault that renews by itself', () => {
  test.each([
    ['says when', aCredential({ renewsItself: true, renewsAt: NOW }), inDays(2)],
    ['does not say when', aCredential({ renewsItself: true }), undefined],
    ['has stopped renewing', aCredential({ renewsItself: false, renewsAt: NOW }), undefined],
  ])('and %s is late accordingly', (_when, credential, at) => {
    expect(renewalLateAt(credential, DEFAULT_POLICY)).toBe(at);
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

  test('is one step lower for what is known to lie unused', () => {
    const severity = (lastUsedAt: ReturnType<typeof inDays> | undefined) =>
      judge(aSituation({ credential: aCredential({ lastUsedAt, expiresAt: inDays(5) }) }));
    expect(severity(inDays(-90))).toMatchObject({ severity: 'medium' });
    expect(severity(inDays(-89))).toMatchObject({ severity: 'high' });
    expect(severity(undefined)).toMatchObject({ severity: 'high' });
  });
});
