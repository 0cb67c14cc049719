import { describe, expect, test } from '@jest/globals';
import { loadConfig } from '../../lib/config.ts';
import { policySchema } from '../../lib/settings/policy.ts';
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
      rules: [{ ...rule, stages: [read] }],
      fallback: { stages: [read], onExpired: [] },
      longExpired: hours(36),
    });
  });

  test('has no rules and thirty days where it says nothing, and a rule without names holds for all', () => {
    const read = policySchema.parse(policy({ rules: [{ stages: [stage], onExpired: [] }] }));
    expect(read.rules[0]).toMatchObject({ kinds: undefined, environments: undefined });
    expect(policySchema.parse(policy())).toMatchObject({ rules: [], longExpired: days(30) });
  });

  test('may reckon in shares of a lifetime, alone or with a length of time', () => {
    const read = policySchema.parse(withStage({ percentOfLifetime: 20 }));
    expect(read.fallback.stages[0]?.limit).toEqual({ before: days(30), percentOfLifetime: 20 });
    const share = policySchema.parse(withStage({ before: undefined, percentOfLifetime: 20 }));
    expect(share.fallback.stages[0]?.limit).toEqual({ before: undefined, percentOfLifetime: 20 });
  });

  test.each([
    ['a stage without a limit', withStage({ before: undefined }), 'fallback.stages.0'],
    ['a length of time that is none', withStage({ before: '30 days' }), 'fallback.stages.0.before'],
    ['a month, which has no length', withStage({ before: 'P1M' }), 'fallback.stages.0.before'],
    ['no share', withStage({ percentOfLifetime: 0 }), 'fallback.stages.0.percentOfLifetime'],
    ['the whole life', withStage({ percentOfLifetime: 100 }), 'fallback.stages.0.percentOfLifetime'],
    ['an action that we do not know', withStage({ actions: ['call'] }), 'fallback.stages.0.actions.0'],
    ['a name with blanks', withStage({ name: 'near expiry' }), 'fallback.stages.0.name'],
    ['a name that is ours: expired', withStage({ name: 'expired' }), 'fallback.stages.0.name'],
    ['a name that is ours: active', withStage({ name: 'active' }), 'fallback.stages.0.name'],
    [
      'a name that is ours: not-yet-effective',
      withStage({ name: 'not-yet-effective' }),
      'fallback.stages.0.name',
    ],
    ['no stages', policy({ fallback: { stages: [], onExpired: [] } }), 'fallback.stages'],
    ['no word on what has expired', policy({ fallback: { stages: [stage] } }), 'fallback.onExpired'],
    ['no fallback', { rules: [] }, 'fallback'],
    [
      'a kind that we do not know',
      policy({ rules: [{ kinds: ['ssh-key'], stages: [stage], onExpired: [] }] }),
      'rules.0.kinds.0',
    ],
    [
      'a fault in its second rule',
      policy({
        rules: [
          { stages: [stage], onExpired: [] },
          { stages: 5, onExpired: [] },
        ],
      }),
      'rules.1.stages',
    ],
    [
      'stages that stand the wrong way round',
      policy({
        fallback: { stages: [{ ...stage, name: 'urgent', before: 'P7D' }, stage], onExpired: [] },
      }),
      'fallback.stages',
    ],
    [
      'two stages that begin at the same time',
      policy({ fallback: { stages: [stage, { ...stage, name: 'again' }], onExpired: [] } }),
      'fallback.stages',
    ],
    [
      'two stages of one name',
      policy({ fallback: { stages: [stage, { ...stage, before: 'P7D' }], onExpired: [] } }),
      'fallback.stages',
    ],
    ['nothing but a number', 5, ''],
  ])('with %s is refused, and the place is named', (_what, given, path) => {
    expect(faultOf(given)).toMatch(`\n  POLICY${path === '' ? '' : `.${path}`}: `);
    expect(faultOf(given).split('\n')).toHaveLength(2);
  });
});
