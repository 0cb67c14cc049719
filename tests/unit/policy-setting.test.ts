import { describe, expect, test } from '@jest/globals';
import { loadConfig } from '../../lib/config.ts';
import { DEFAULT_POLICY } from '../../lib/domain/policy.ts';
import { policySchema, policyText } from '../../lib/settings/policy.ts';
import { days, hours } from '../../lib/domain/time.ts';
import { filledSettings } from '../support/example-settings.ts';

const stage = { name: 'near-expiry', before: 'P30D', actions: ['notify-owner'] };
const policy = (said: object = {}) => ({ fallback: { stages: [stage], onExpired: [] }, ...said });
const withStage = (said: object) => policy({ fallback: { stages: [{ ...stage, ...said }], onExpired: [] } });
const faultOf = (given: unknown): string => {
  try {
    loadConfig({ ...filledSettings(), POLICY: JSON.stringify(given) });
  } catch (error) {
    return (error as Error).message;
  }
  return 'no fault';
};

describe('a policy', () => {
  test('is read as its people wrote it', () => {
    const rule = {
      environments: ['LIVE'],
      kinds: ['client-secret'],
      stages: [stage],
      onExpired: ['raise-request'],
    };
    const limit = { before: days(30), percentOfLifetime: undefined };
    const read = { name: 'near-expiry', limit, actions: ['notify-owner'] };
    expect(policySchema.parse(policy({ rules: [rule], longExpired: 'PT36H' }))).toEqual({
      ...DEFAULT_POLICY,
      rules: [{ ...rule, stages: [read] }],
      fallback: { stages: [read], onExpired: [] },
      longExpired: hours(36),
    });
  });

  test('has no rules and thirty days where it says nothing, and a rule without names holds for all', () => {
    const read = policySchema.parse(policy({ rules: [{ stages: [stage], onExpired: [] }] }));
    expect(read.rules[0]).not.toHaveProperty('kinds');
    expect(policySchema.parse(policy())).toMatchObject({ rules: [], longExpired: days(30) });
  });

  test('may say everything that there is to say', () => {
    const written = {
      rules: [
        {
          name: 'graver ones',
          kinds: ['client-secret', 'client-certificate', 'symmetric-key', 'key-vault-certificate'],
          sources: ['entra-applications', 'key-vault'],
          environments: ['LIVE'],
          labels: ['tier:*'],
          severities: ['critical', 'high'],
          names: ['pay*'],
          applicationIds: ['7D0C4C3E-52A6-4B53-9E07-0F2A7F1D9B11'],
          stages: [{ ...stage, actions: ['raise-request', { remind: 'P7D' }, { escalate: ['manager'] }] }],
          onExpired: ['incident', { escalate: ['second-owner', 'security-contact'] }],
          longestLifetime: 'P180D',
        },
      ],
      scope: { include: [{ names: ['*'] }], exclude: [{ labels: ['no-watch'] }] },
      systemManaged: {
        add: [{ name: 'Robot', subjectNames: ['robot-*'] }],
        remove: ['Azure managed identity'],
      },
      preferences: [{ for: { kinds: ['client-secret'] }, prefer: ['certificate'], reason: ' Safer. ' }],
      dependents: [{ name: 'HR', of: {}, accepts: ['secret', 'saml-with-scim'], reviewOn: '2027-06-30' }],
      silences: { snooze: 'P7D', acceptedRisk: 'P90D', exception: 'P30D' },
      unusedAfter: 'P60D',
      renewalGrace: 'PT12H',
    };
    const { rules, ...rest } = policySchema.parse(policy(written));
    expect(rules[0]).toMatchObject({
      name: 'graver ones',
      applicationIds: ['7d0c4c3e-52a6-4b53-9e07-0f2a7f1d9b11'],
      labels: ['tier:*'],
      longestLifetime: days(180),
      onExpired: ['incident', { kind: 'escalate', to: ['second-owner', 'security-contact'] }],
    });
    expect(rules[0]?.stages[0]?.actions).toEqual([
      'raise-request',
      { kind: 'remind', every: days(7) },
      { kind: 'escalate', to: ['manager'] },
    ]);
    expect(rest).toMatchObject({
      scope: written.scope,
      systemManaged: written.systemManaged,
      preferences: [{ prefer: ['certificate'], reason: 'Safer.', reviewAfter: days(180) }],
      dependents: [{ name: 'HR', reviewAt: Date.UTC(2027, 5, 30) }],
      silences: { snooze: days(7), 'accepted-risk': days(90), exception: days(30) },
      unusedAfter: days(60),
      renewalGrace: hours(12),
    });
  });

  test('is JSON or YAML', () => {
    const yaml = [
      '# sixty days, and again at ten',
      'fallback:',
      '  stages:',
      '    - { name: notice, before: P60D, actions: &tell [notify-owner] }',
      '    - { name: urgent, before: P10D, actions: *tell }',
      '  onExpired: [notify-owner, { remind: P7D }]',
    ].join('\n');
    const json = policyText.parse(JSON.stringify(policy()));
    expect(policyText.parse(yaml).fallback.stages.map(({ name }) => name)).toEqual(['notice', 'urgent']);
    expect(json.fallback.stages[0]?.limit.before).toBe(days(30));
  });

  test.each([
    ['ends in the middle', 'fallback: [', 'line 1, column 12'],
    ['says a thing twice', 'longExpired: P1D\nlongExpired: P2D', 'line 2, column 1'],
    ['has an alias that leads nowhere', 'fallback: *canary', 'an alias in it'],
    [
      'grows without end',
      ['a: &a [1, 1]', 'b: &b [*a, *a, *a]', 'c: &c [*b, *b, *b]', 'd: &d [*c, *c, *c]', 'e: [*d, *d]'].join(
        '\n',
      ),
      'an alias in it',
    ],
  ])('that %s is refused by its place, and what stands there is not shown', (_what, text, place) => {
    const read = policyText.safeParse(text);
    const message = read.error?.issues.map((issue) => issue.message).join() ?? 'no fault';
    expect(message).toMatch(`must be JSON or YAML: ${place}`);
    expect(message).not.toMatch('canary');
  });

  test('names all of its faults at once', () => {
    const faulty = {
      rules: [{ kinds: [], stages: [stage], onExpired: [] }],
      fallback: { stages: [], onExpired: ['call'] },
      longExpired: 'P1M',
      silences: { snooze: 'never' },
    };
    const places = policySchema.safeParse(faulty).error?.issues.map(({ path }) => path.join('.'));
    expect(places).toEqual(
      expect.arrayContaining([
        'rules.0.kinds',
        'fallback.stages',
        'fallback.onExpired.0',
        'longExpired',
        'silences.snooze',
      ]),
    );
  });

  test.each([
    ['fits all', {}, { kinds: ['client-secret'] }],
    ['says the same', { environments: ['LIVE'] }, { environments: ['LIVE'] }],
    [
      'fits more',
      { kinds: ['client-secret', 'client-certificate'] },
      { kinds: ['client-secret'], labels: ['x'] },
    ],
  ])('with a rule that nothing comes to, since an earlier one %s, is refused', (_what, wide, narrow) => {
    const rule = { stages: [stage], onExpired: [] };
    const said = policy({
      rules: [
        { ...rule, ...wide },
        { ...rule, ...narrow },
      ],
    });
    expect(faultOf(said)).toMatch('POLICY.rules.1: is for nothing: rule 0 comes first');
    expect(
      policySchema.safeParse(
        policy({
          rules: [
            { ...rule, ...narrow, names: ['a'] },
            { ...rule, ...wide },
          ],
        }),
      ).success,
    ).toBe(true);
  });

  test('may have rules of which none fits all that a later one fits', () => {
    const rule = { stages: [stage], onExpired: [] };
    const said = policy({
      rules: [
        { ...rule, kinds: ['client-secret'] },
        { ...rule, environments: ['LIVE'] },
        { ...rule, kinds: ['client-secret', 'symmetric-key'] },
      ],
    });
    expect(policySchema.safeParse(said).success).toBe(true);
  });

  test('may reckon in shares of a lifetime, alone or with a length of time', () => {
    const read = policySchema.parse(withStage({ percentOfLifetime: 20 }));
    expect(read.fallback.stages[0]?.limit).toEqual({ before: days(30), percentOfLifetime: 20 });
    const share = policySchema.parse(withStage({ before: undefined, percentOfLifetime: 20 }));
    expect(share.fallback.stages[0]?.limit).toEqual({ before: undefined, percentOfLifetime: 20 });
  });
});
