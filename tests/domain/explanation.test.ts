import { describe, expect, test } from '@jest/globals';
import { type Explanation, explainCredential } from '../../lib/domain/explanation.ts';
import type { JudgingInput } from '../../lib/domain/judging.ts';
import { unjudged } from '../../lib/domain/judged.ts';
import { DEFAULT_POLICY } from '../../lib/domain/policy.ts';
import { days, type Instant, minus, plus } from '../../lib/domain/time.ts';
import { RULES } from '../../lib/domain/verdict.ts';
import { aCredential, aSilence, aSubject, NOW } from '../support/builders.ts';

const inDays = (n: number): Instant => plus(NOW, days(n));
const explained = (given: Partial<JudgingInput> = {}, credential = aCredential()): Explanation =>
  explainCredential(
    {
      subject: aSubject({ credentials: [credential] }),
      judged: {},
      policy: DEFAULT_POLICY,
      armed: true,
      underWay: new Set(),
      silences: [],
      now: NOW,
      ...given,
    },
    credential,
  );

describe('an explanation', () => {
  test('of what is announced asks every rule, and none holds', () => {
    const { verdict, asked } = explained();
    expect(verdict).toEqual({ kind: 'announce', stage: 'near-expiry', severity: 'medium' });
    expect(asked).toEqual(RULES.map(({ reason, asks }) => ({ reason, asks, answer: 'no' })));
  });

  test('of what is quiet ends with the rule that decided', () => {
    const { verdict, asked } = explained({ silences: [aSilence()] });
    expect(verdict).toEqual({ kind: 'quiet', reason: 'snoozed' });
    expect(asked.at(-1)).toEqual({ reason: 'snoozed', asks: 'Has somebody snoozed it?', answer: 'yes' });
    expect(asked.slice(0, -1).every(({ answer }) => answer === 'no')).toBe(true);
    expect(asked).toHaveLength(RULES.findIndex(({ reason }) => reason === 'snoozed') + 1);
  });

  test('says where it stands, since when, what comes next, and what that means', () => {
    expect(explained()).toMatchObject({
      stage: 'near-expiry',
      stageFrom: inDays(-10),
      nextStageAt: inDays(13),
      nextLookAt: inDays(13),
      severity: 'medium',
      impact: 'critical',
      rule: undefined,
      actions: ['notify-owner', 'raise-request', { kind: 'remind', every: days(7) }],
      managedBy: undefined,
      findings: [],
      silences: [],
      advice: undefined,
      memory: unjudged(NOW, inDays(20)),
    });
  });

  test('names the rule of the policy, by its place and its name', () => {
    const { fallback } = DEFAULT_POLICY;
    const rules = [
      { ...fallback, kinds: ['client-certificate' as const] },
      { ...fallback, name: 'all secrets', kinds: ['client-secret' as const] },
    ];
    expect(explained({ policy: { ...DEFAULT_POLICY, rules } }).rule).toEqual({
      index: 1,
      name: 'all secrets',
    });
  });

  test('names the product that renews it, findings, and what was remembered', () => {
    const credential = aCredential({ startsAt: inDays(-900) });
    const memory = {
      ...unjudged(inDays(-9), credential.expiresAt),
      remindAt: inDays(3),
      announced: 'urgent',
    };
    const said = explained({ judged: { [credential.id]: memory } }, credential);
    expect(said).toMatchObject({ findings: ['over-long'], memory, nextLookAt: inDays(3) });
    expect(explained({}, aCredential({ managedBy: 'its vault' }))).toMatchObject({ managedBy: 'its vault' });
  });

  test('lists the silences about it with where each stands, and of no other credential', () => {
    const other = aSilence({ credentialId: aCredential({ keyId: 'other' }).id });
    const ended = aSilence({ until: minus(NOW, days(1)) });
    const { silences } = explained({ silences: [other, ended, aSilence()] });
    expect(silences).toEqual([
      { silence: ended, standing: 'ended' },
      { silence: aSilence(), standing: 'in-force' },
    ]);
    expect(explained({ silences: [aSilence()], owners: 'others' }).silences).toEqual([
      { silence: aSilence(), standing: { void: 'owners-changed' } },
    ]);
  });

  test('gives the advice, but not under an exception', () => {
    const preferences = [
      { for: {}, prefer: ['certificate' as const], reason: 'Safer.', reviewAfter: days(90) },
    ];
    const policy = { ...DEFAULT_POLICY, preferences };
    expect(explained({ policy }).advice?.reason).toBe('Safer.');
    const silences = [aSilence({ kind: 'exception' })];
    expect(explained({ policy, silences }).advice).toBeUndefined();
  });

  test('has every rule ask something of its own', () => {
    expect(new Set(RULES.map(({ asks }) => asks)).size).toBe(RULES.length);
    expect(RULES.every(({ asks }) => /^[A-Z].*\?$/.test(asks))).toBe(true);
  });
});
