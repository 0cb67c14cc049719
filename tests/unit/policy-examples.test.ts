import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { adviceOf } from '../../lib/domain/advice.ts';
import { DEFAULT_POLICY, isInScope, type Policy, stagePolicyFor } from '../../lib/domain/policy.ts';
import { stageOf } from '../../lib/domain/stage.ts';
import { days, plus } from '../../lib/domain/time.ts';
import { policyText } from '../../lib/settings/policy.ts';
import { aCredential, aSubject, NOW } from '../support/builders.ts';

const document = readFileSync(new URL('../../docs/policy.md', import.meta.url), 'utf8');
const examples = [...document.matchAll(/^```yaml\n([\s\S]*?)^```/gm)].map(([, text = '']) =>
  policyText.parse(text),
);
const [usual, devices, share, whole] = examples as [Policy, Policy, Policy, Policy];

/** The stages of a year's credential, each with the days that are left when it begins. */
const stagesOf = (
  policy: Policy,
  kind: 'client-secret' | 'client-certificate',
  lifetime = 365,
  subject = aSubject(),
) => {
  const credential = aCredential({ kind, startsAt: NOW, expiresAt: plus(NOW, days(lifetime)) });
  const begun = new Map<string, number>();
  for (let left = lifetime; left >= 0; left -= 1) {
    const at = plus(NOW, days(lifetime - left));
    const stage = stageOf(credential, stagePolicyFor(policy, subject, credential), at);
    if (!begun.has(stage)) begun.set(stage, left);
  }
  begun.delete('active');
  return Object.fromEntries(begun);
};

describe('the examples of the document on the policy', () => {
  test('are four', () => {
    expect(examples).toHaveLength(4);
  });

  test('say 60, 30, 7 and 1 days as the default policy does, to the letter', () => {
    expect(usual).toEqual(DEFAULT_POLICY);
    expect(stagesOf(usual, 'client-secret')).toEqual({
      notice: 60,
      'near-expiry': 30,
      urgent: 7,
      final: 1,
      expired: 0,
    });
  });

  test('say 120 days for certificates, and 30 for the rest', () => {
    expect(stagesOf(devices, 'client-certificate')).toEqual({ redistribute: 120, urgent: 14, expired: 0 });
    expect(stagesOf(devices, 'client-secret')).toEqual({ 'near-expiry': 30, expired: 0 });
  });

  test('say the last fifth of the lifetime: of a year when 73 days are left', () => {
    expect(stagesOf(share, 'client-secret')).toMatchObject({ 'near-expiry': 73, urgent: 18 });
    expect(stagesOf(share, 'client-secret', 50)).toMatchObject({ 'near-expiry': 10 });
  });

  test('say what else a policy may say', () => {
    const payroll = aSubject({ labels: ['service:payroll-eu'] });
    expect(stagesOf(whole, 'client-secret', 365, payroll)).toEqual({ notice: 90, urgent: 21, expired: 0 });
    expect(stagesOf(whole, 'client-secret')).toEqual({ 'near-expiry': 30, expired: 0 });
    expect(isInScope(whole.scope, aSubject({ labels: ['expiry-monitor-ignore'] }), aCredential())).toBe(
      false,
    );
    expect(adviceOf(whole, aSubject(), aCredential(), NOW)).toMatchObject({
      prefer: ['certificate'],
      heldBack: [{ kind: 'federated-credential', by: ['HR portal'] }],
    });
  });
});
