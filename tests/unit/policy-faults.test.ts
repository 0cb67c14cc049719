import { describe, expect, test } from '@jest/globals';
import { loadConfig } from '../../lib/config.ts';
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
  test.each([
    ['a stage without a limit', withStage({ before: undefined }), 'fallback.stages.0'],
    ['a length of time that is none', withStage({ before: '30 days' }), 'fallback.stages.0.before'],
    ['a month, which has no length', withStage({ before: 'P1M' }), 'fallback.stages.0.before'],
    ['no time at all', withStage({ before: 'P0D' }), 'fallback.stages.0.before'],
    ['more time than any clock can show', withStage({ before: 'P99999999D' }), 'fallback.stages.0.before'],
    ['a day more than a hundred years', withStage({ before: 'P36501D' }), 'fallback.stages.0.before'],
    [
      'a lifetime without end',
      policy({ fallback: { stages: [stage], onExpired: [], longestLifetime: `P${'9'.repeat(400)}D` } }),
      'fallback.longestLifetime',
    ],
    [
      'a reminder each minute',
      withStage({ actions: ['notify-owner', { remind: 'PT59M' }] }),
      'fallback.stages.0.actions.1',
    ],
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
      'fallback.stages.1',
    ],
    [
      'two stages that begin at the same time',
      policy({ fallback: { stages: [stage, { ...stage, name: 'again' }], onExpired: [] } }),
      'fallback.stages.1',
    ],
    [
      'two stages of one name',
      policy({ fallback: { stages: [stage, { ...stage, before: 'P7D' }], onExpired: [] } }),
      'fallback.stages.1.name',
    ],
    [
      'two stages that begin at the same share',
      policy({
        fallback: {
          stages: ['one', 'two'].map((name) => ({ name, percentOfLifetime: 20, actions: [] })),
          onExpired: [],
        },
      }),
      'fallback.stages.1',
    ],
    [
      'an incident before anything has expired',
      withStage({ actions: ['incident'] }),
      'fallback.stages.0.actions',
    ],
    [
      'an action said twice',
      withStage({ actions: [{ remind: 'P1D' }, { remind: 'P2D' }] }),
      'fallback.stages.0.actions',
    ],
    ['nobody to tell', withStage({ actions: [{ escalate: [] }] }), 'fallback.stages.0.actions.0'],
    ['no product of that name', policy({ systemManaged: { remove: ['x'] } }), 'systemManaged.remove.0'],
    [
      'a product known by nothing',
      policy({ systemManaged: { add: [{ name: 'x' }] } }),
      'systemManaged.add.0',
    ],
    [
      'a day that is none',
      policy({ dependents: [{ name: 'x', of: {}, accepts: ['secret'], reviewOn: '2027-02-30' }] }),
      'dependents.0.reviewOn',
    ],
    ['a list that names nothing', policy({ scope: { exclude: [{ names: [] }] } }), 'scope.exclude.0.names'],
    ['nothing but a number', 5, ''],
  ])('with %s is refused, and the place is named', (_what, given, path) => {
    expect(faultOf(given)).toMatch(`\n  POLICY${path === '' ? '' : `.${path}`}: `);
    expect(faultOf(given).split('\n')).toHaveLength(2);
  });
});
